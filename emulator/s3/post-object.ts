// A browser's form makes an object: presigned POST.
// https://docs.aws.amazon.com/AmazonS3/latest/API/RESTObjectPOST.html
import { requireAccess } from './access.ts'
import { refuseBlocked } from './acl.ts'
import { leadsOut } from './address.ts'
import { verifyPost } from './auth/verify-post.ts'
import { verifyPostedFile } from './auth/posted-file.ts'
import { type Answer, type Asked, xmlAnswer } from './call.ts'
import { invalidArgument, invalidUri } from './errors.ts'
import { checksumHeaders } from './object-headers.ts'
import { extrasOfBody, maxPutBytes } from './objects.ts'
import { openForm } from './posted-form.ts'
import { extrasOf, propertiesOf, publicReadOf } from './put-headers.ts'
import { maxObjectTags, parseTagging } from './tags.ts'
import { parseXml } from './read-xml.ts'
import { element, xmlDocument } from './xml.ts'

export async function postObject(asked: Asked): Promise<Answer> {
  const { call, context, store, bucket, request } = asked
  const { fields, filename, file, error } = call.form ?? (await openForm(request))
  if (error !== undefined) throw error
  const post = verifyPost({ bucket, fields, filename }, context)
  if (leadsOut(post.key)) throw invalidUri(post.key)
  requireAccess({ ...asked, owner: post.accessKeyId !== undefined }, 's3:PutObject', { bucket, key: post.key })
  if (!file) throw invalidArgument('POST requires exactly one file upload per request.', 'file', '0')
  const publicRead = publicReadOf(post.headers)
  refuseBlocked(asked, publicRead)
  const tagging = post.fields.get('tagging')
  const { body, checksums } = await verifyPostedFile(post, file)
  const head = await store.put(bucket, post.key, body, {
    ...propertiesOf(post.headers),
    ...extrasOf(post.headers),
    ...(tagging && { tags: parseTagging(parseXml(tagging, 'Tagging'), maxObjectTags) }),
    publicRead,
    maxBytes: maxPutBytes,
    finish: () => extrasOfBody({ checksums }),
  })
  const etag = `"${head.etag}"`
  const base = `${call.origin ?? ''}${call.prefix === undefined ? '' : `/w/${call.prefix}`}`
  const location = `${base}/${[bucket, ...post.key.split('/')].map(encodeURIComponent).join('/')}`
  const headers = {
    etag,
    location,
    ...(head.versionId !== undefined && { 'x-amz-version-id': head.versionId }),
    ...checksumHeaders(head),
  }
  if ('redirect' in post.success) {
    const { redirect } = post.success
    redirect.searchParams.append('bucket', bucket)
    redirect.searchParams.append('key', post.key)
    redirect.searchParams.append('etag', etag)
    return { status: 303, headers: { ...headers, location: redirect.href } }
  }
  const { status } = post.success
  if (status !== 201) return { status, headers }
  const told =
    element('Location', location) + element('Bucket', bucket) + element('Key', post.key) + element('ETag', etag)
  return { ...xmlAnswer(xmlDocument('PostResponse', told), headers), status }
}
