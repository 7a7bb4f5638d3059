// Conformance: uploads in parts.
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListPartsCommand,
  PutObjectCommand,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { Upload } from '@aws-sdk/lib-storage'
import { Readable } from 'node:stream'
import { describe, expect, it } from 'vitest'
import { madeBytes, md5 } from '../object-store/bytes.ts'
import type { Wire } from '../s3-wire.ts'
import { refused } from './refused.ts'

const partBytes = 5 * 1024 * 1024

export function multipart({ client, bucket }: Wire): void {
  describe('uploads in parts', () => {
    const begin = async () => {
      const at = { Bucket: await bucket(), Key: 'films/été.mp4' }
      const { UploadId } = await client().send(
        new CreateMultipartUploadCommand({ ...at, ContentType: 'video/mp4', Metadata: { a: '1' } }),
      )
      return { at, upload: { ...at, UploadId } }
    }

    it('of a stream are what lib-storage does', async () => {
      const at = { Bucket: await bucket(), Key: 'large' }
      const bytes = madeBytes(2 * partBytes + 1000)
      const Body = Readable.from(
        (function* () {
          for (let n = 0; n < bytes.length; n += 100_000) yield Buffer.from(bytes.subarray(n, n + 100_000))
        })(),
      )
      const done = await new Upload({ client: client(), params: { ...at, Body }, partSize: partBytes }).done()
      expect(done.ETag).toMatch(/^"[0-9a-f]{32}-3"$/)
      const got = await client().send(new GetObjectCommand(at))
      expect(md5((await got.Body?.transformToByteArray()) ?? new Uint8Array())).toBe(md5(bytes))
      const second = await client().send(new HeadObjectCommand({ ...at, PartNumber: 2 }))
      expect([second.PartsCount, second.ContentLength]).toEqual([3, partBytes])
    })

    it('are listed with their parts, and completed in their order', async () => {
      const { at, upload } = await begin()
      const bytes = [madeBytes(partBytes, 1), madeBytes(10, 2)]
      const put = async (PartNumber: number, Body: Uint8Array) => {
        const { ETag } = await client().send(new UploadPartCommand({ ...upload, PartNumber, Body }))
        return { PartNumber, ETag }
      }
      const parts = [await put(1, bytes[0] ?? new Uint8Array()), await put(4, bytes[1] ?? new Uint8Array())]
      const { Uploads = [] } = await client().send(
        new ListMultipartUploadsCommand({ Bucket: at.Bucket, Prefix: at.Key }),
      )
      expect(Uploads).toMatchObject([{ Key: at.Key, UploadId: upload.UploadId, Initiated: expect.any(Date) }])
      const first = await client().send(new ListPartsCommand({ ...upload, MaxParts: 1 }))
      expect(first).toMatchObject({
        IsTruncated: true,
        Parts: [{ PartNumber: 1, Size: partBytes, ETag: parts[0]?.ETag }],
      })
      const rest = await client().send(
        new ListPartsCommand({ ...upload, PartNumberMarker: first.NextPartNumberMarker }),
      )
      expect(rest).toMatchObject({ IsTruncated: false, Parts: [{ PartNumber: 4, Size: 10 }] })

      const complete = (Parts: typeof parts) =>
        client().send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }))
      expect(await refused(complete(parts.toReversed()))).toBe('400 InvalidPartOrder')
      expect(await refused(complete([{ PartNumber: 1, ETag: '"00000000000000000000000000000000"' }]))).toBe(
        '400 InvalidPart',
      )
      expect(await refused(client().send(new HeadObjectCommand(at)))).toBe('404 NotFound')
      const done = await complete(parts)
      expect(done).toMatchObject({ Bucket: at.Bucket, Key: at.Key, ETag: expect.stringMatching(/-2"$/) })
      const head = await client().send(new HeadObjectCommand(at))
      expect(head).toMatchObject({ ContentLength: partBytes + 10, ContentType: 'video/mp4', Metadata: { a: '1' } })
      expect((await client().send(new ListMultipartUploadsCommand({ Bucket: at.Bucket }))).Uploads ?? []).toEqual([])
    })

    it('need parts of 5 MiB but for the last', async () => {
      const { upload } = await begin()
      const Parts = await Promise.all(
        [1, 2].map(async (PartNumber) => {
          const { ETag } = await client().send(new UploadPartCommand({ ...upload, PartNumber, Body: 'small' }))
          return { PartNumber, ETag }
        }),
      )
      expect(
        await refused(client().send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }))),
      ).toBe('400 EntityTooSmall')
    })

    it('have parts of numbers from 1 to 10,000', async () => {
      const { upload } = await begin()
      for (const PartNumber of [0, 10_001])
        expect(await refused(client().send(new UploadPartCommand({ ...upload, PartNumber, Body: 'a' })))).toBe(
          '400 InvalidArgument',
        )
    })

    it('are completed of parts that are named as they were told', async () => {
      const { upload } = await begin()
      const { ETag } = await client().send(new UploadPartCommand({ ...upload, PartNumber: 10_000, Body: 'a' }))
      const complete = (Parts: { PartNumber: number; ETag: string | undefined }[]) =>
        refused(client().send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } })))
      expect(await complete([{ PartNumber: 10_000, ETag: `"${md5(madeBytes(1))}"` }])).toBe('400 InvalidPart')
      expect(await complete([{ PartNumber: 9999, ETag }])).toBe('400 InvalidPart')
      expect(await complete([{ PartNumber: 10_000, ETag }])).toBe('not refused')
    })

    it('that were aborted are gone', async () => {
      const { upload } = await begin()
      await client().send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'a' }))
      await client().send(new AbortMultipartUploadCommand(upload))
      expect(await refused(client().send(new ListPartsCommand(upload)))).toBe('404 NoSuchUpload')
      expect(await refused(client().send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'a' })))).toBe(
        '404 NoSuchUpload',
      )
    })

    it('may copy parts of objects', async () => {
      const { at, upload } = await begin()
      const bytes = madeBytes(partBytes + 1000)
      await client().send(new PutObjectCommand({ Bucket: at.Bucket, Key: 'source', Body: bytes }))
      const CopySource = `${at.Bucket}/source`
      const copy = async (PartNumber: number, CopySourceRange: string) => {
        const { CopyPartResult } = await client().send(
          new UploadPartCopyCommand({ ...upload, PartNumber, CopySource, CopySourceRange }),
        )
        return { PartNumber, ETag: CopyPartResult?.ETag }
      }
      const Parts = [await copy(1, `bytes=1000-${partBytes + 999}`), await copy(2, 'bytes=0-999')]
      await client().send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }))
      const got = await client().send(new GetObjectCommand(at))
      const expected = Buffer.concat([bytes.subarray(1000), bytes.subarray(0, 1000)])
      expect(md5((await got.Body?.transformToByteArray()) ?? new Uint8Array())).toBe(md5(expected))
    })

    it.each([
      ['CRC32', 'COMPOSITE', /^[^-]+-2$/],
      ['SHA256', 'COMPOSITE', /^[^-]+-2$/],
      ['CRC32', 'FULL_OBJECT', /^[^-]+$/],
      ['CRC64NVME', 'FULL_OBJECT', /^[^-]+$/],
    ] as const)('have a checksum of all: %s %s', async (ChecksumAlgorithm, ChecksumType, shape) => {
      const at = { Bucket: await bucket(), Key: 'a' }
      const name = `Checksum${ChecksumAlgorithm}` as const
      const { UploadId } = await client().send(
        new CreateMultipartUploadCommand({ ...at, ChecksumAlgorithm, ChecksumType }),
      )
      const Parts = await Promise.all(
        [madeBytes(partBytes), madeBytes(10)].map(async (Body, index) => {
          const PartNumber = index + 1
          const part = await client().send(
            new UploadPartCommand({ ...at, UploadId, PartNumber, Body, ChecksumAlgorithm }),
          )
          return { PartNumber, ETag: part.ETag, [name]: Reflect.get(part, name) }
        }),
      )
      const done = await client().send(
        new CompleteMultipartUploadCommand({ ...at, UploadId, ChecksumType, MultipartUpload: { Parts } }),
      )
      expect(Reflect.get(done, name)).toMatch(shape)
      const got = await client().send(new GetObjectCommand({ ...at, ChecksumMode: 'ENABLED' }))
      expect([Reflect.get(got, name), got.ChecksumType]).toEqual([Reflect.get(done, name), ChecksumType])
      expect((await got.Body?.transformToByteArray())?.length).toBe(partBytes + 10)
    })
  })
}
