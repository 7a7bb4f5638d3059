// The S3 wire: every operation, signed in headers as clients sign.
import { rows } from '../../../emulator/s3/routes.ts'
import { sha256, signV4 } from '../../../scripts/bench/sign-v4.ts'
import type { Chance } from '../chance.ts'
import type { Known } from '../known.ts'
import { headersOf, parametersOf, queryOf, segmentOf, type Surface, urlOf } from '../surface.ts'
import { encode, hostileSegment, hostileText } from '../words.ts'

const buckets = ['my-bucket', 'demo-bucket', 'hostile-bucket', 'stream-s3']
const keys = ['film.mp4', 'a b/c.txt', 'é/🎬', 'hostile', '..', './x', '//', 'a+b']
const queryNames =
  `prefix delimiter marker max-keys continuation-token start-after encoding-type fetch-owner versionId partNumber uploadId
  key-marker version-id-marker upload-id-marker max-uploads max-parts part-number-marker response-content-type
  response-content-disposition x-id`.split(/\s+/)
const queryValues = `/ 1 0 -1 1000 1001 1e9 url true null a film.mp4 text/html 10000 99999999999999999999`.split(' ')
const headerNames =
  `range if-match if-none-match if-modified-since if-unmodified-since content-md5 content-type x-amz-acl x-amz-tagging
  x-amz-copy-source x-amz-copy-source-range x-amz-metadata-directive x-amz-tagging-directive x-amz-meta-a x-amz-meta-__proto__
  x-amz-checksum-crc32 x-amz-checksum-sha256 x-amz-sdk-checksum-algorithm x-amz-decoded-content-length content-encoding
  x-amz-object-attributes x-amz-max-parts x-amz-storage-class x-amz-server-side-encryption x-amz-expected-bucket-owner origin
  x-amz-bypass-governance-retention x-amz-grant-read cache-control expires x-amz-website-redirect-location`.split(/\s+/)
const headerValues = [
  'bytes=0-1',
  'bytes=-1',
  'bytes=5-',
  'bytes=9-1',
  'bytes=0-0,2-3',
  '*',
  '"x"',
  'private',
  'public-read',
  'a=b&c=d',
  '/my-bucket/film.mp4',
  'my-bucket/film.mp4?versionId=null',
  'COPY',
  'REPLACE',
  'ETag,ObjectSize',
  'CRC32',
  'SHA256',
  'aws-chunked',
  '10',
  'Thu, 01 Jan 2026 00:00:00 GMT',
  'http://localhost:3000',
]

const xmlNames =
  `Delete Object Key VersionId Quiet Tagging TagSet Tag Value CompleteMultipartUpload Part PartNumber ETag CORSConfiguration
  CORSRule AllowedOrigin AllowedMethod AllowedHeader MaxAgeSeconds VersioningConfiguration Status LifecycleConfiguration Rule ID Filter
  Prefix Expiration Days Date AccessControlPolicy AccessControlList Grant Grantee Permission PublicAccessBlockConfiguration BlockPublicAcls
  CreateBucketConfiguration LocationConstraint`.split(/\s+/)
const documents = [
  '<Delete><Object><Key>film.mp4</Key></Object></Delete>',
  '<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>',
  '<CompleteMultipartUpload><Part><PartNumber>1</PartNumber><ETag>"x"</ETag></Part></CompleteMultipartUpload>',
  '<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule></CORSConfiguration>',
  '<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>',
  '<LifecycleConfiguration><Rule><ID>a</ID><Status>Enabled</Status><Filter><Prefix>x</Prefix></Filter><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>',
  '<PublicAccessBlockConfiguration><BlockPublicAcls>true</BlockPublicAcls></PublicAccessBlockConfiguration>',
  '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::my-bucket/*"}]}',
  '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;&b;">]><Delete><Object><Key>&c;</Key></Object></Delete>',
]

function xml(chance: Chance, depth: number): string {
  const name = chance.one(0.95) ? chance.pick(xmlNames) : 'x'.repeat(chance.below(300) + 1)
  if (depth === 0 || chance.one(0.3))
    return `<${name}>${hostileText(chance).replaceAll('<', chance.pick(['<', '&lt;']))}</${name}>`
  return `<${name}>${chance.some(4, () => xml(chance, depth - 1)).join('')}${chance.one(0.95) ? `</${name}>` : ''}`
}

function bodyOf(chance: Chance, parameter: string): string {
  if (parameter === '' || parameter.includes('uploadId'))
    return chance.one(0.3) ? 'x'.repeat(chance.below(20_000)) : hostileText(chance)
  if (chance.one(0.5)) return chance.pick(documents)
  if (chance.one(0.5)) return xml(chance, 5)
  const document = chance.pick(documents)
  const at = chance.below(document.length)
  return document.slice(0, at) + hostileText(chance) + document.slice(at + chance.below(8))
}

export const s3Surface: Surface = {
  dialect: 's3',
  weight: 7,
  sketch(chance, known: Known) {
    const [method, scope, parameter] = chance.pick(rows)
    const bucket = scope === 'service' ? '' : chance.one(0.9) ? chance.pick(buckets) : hostileSegment(chance)
    const key = chance.one(0.6)
      ? chance.pick(keys).split('/').map(encode).join('/')
      : segmentOf(chance, known.list('s3'))
    const path = scope === 'service' ? '/' : scope === 'bucket' ? `/${bucket}` : `/${bucket}/${key}`
    const names = parameter.split(' ').filter((name) => name !== '' && !name.startsWith('x-amz-'))
    const value = (name: string) =>
      name === 'uploadId' ? (known.pick('s3', chance) ?? 'x') : name === 'list-type' ? '2' : ''
    const writes = method === 'PUT' || method === 'POST'
    return {
      dialect: 's3',
      method,
      path,
      query: [
        ...names.map((name) => [name, value(name)] as const),
        ...(names.includes('uploadId') && method === 'PUT' ? [['partNumber', '1'] as const] : []),
        ...parametersOf(chance, queryNames, queryValues, 2),
      ],
      headers: {
        ...(parameter.includes('x-amz-copy-source') && { 'x-amz-copy-source': '/my-bucket/film.mp4' }),
        ...headersOf(chance, headerNames, headerValues),
      },
      body: writes ? bodyOf(chance, parameter) : undefined,
    }
  },
  sign(sketch, { s3Url, credentials, now }, credential, chance) {
    const url = urlOf(s3Url, sketch)
    if (credential === 'none') return { url, headers: sketch.headers, body: sketch.body }
    const { accessKeyId, secretAccessKey } = credentials.s3
    const keysOf = { accessKeyId, secretAccessKey: credential === 'valid' ? secretAccessKey : `${secretAccessKey}?` }
    const target = new URL(url)
    const headers = signV4(keysOf, {
      method: sketch.method,
      host: target.host,
      path: target.pathname,
      query: Object.fromEntries(
        queryOf(sketch.query)
          .split('&')
          .filter(Boolean)
          .map((pair) => pair.split('=') as [string, string]),
      ),
      headers: sketch.headers,
      payload: chance.one(0.7) ? sha256(sketch.body ?? '') : 'UNSIGNED-PAYLOAD',
      at: now,
    })
    return { url, headers, body: sketch.body }
  },
}
