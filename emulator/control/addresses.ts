// GET and PUT /addresses.
import { z } from 'zod'
import { addressesBy } from '../environment.ts'
import { type ControlContext, defineRoute } from './route.ts'
import { strict } from './schema.ts'

const addressesSchema = z.object({
  url: z.string().describe('Of the vendors’ APIs, as this request came.'),
  s3Url: z.string().describe('Of the double’s own buckets.'),
})

const origin = z
  .url({ protocol: /^https?$/, error: 'Expected an address such as http://localhost:9000' })
  .transform((text) => new URL(text))
  .refine((url) => url.pathname === '/' && !url.search && !url.hash && !url.username && !url.password, {
    error: 'Expected an address such as http://localhost:9000, without a path',
  })
  .transform((url) => url.origin)

export const addresses = [
  defineRoute({
    method: 'GET',
    path: '/addresses',
    operationId: 'getAddresses',
    summary: 'Where clients reach the double',
    scope: 'emulator',
    answers: { 200: { description: 'Its addresses.', schema: addressesSchema } },
    handle: (_, context) => ({ status: 200, body: addressesFor(context) }),
  }),
  defineRoute({
    method: 'PUT',
    path: '/addresses',
    operationId: 'setAddresses',
    summary: 'Says where clients reach the double',
    description:
      'Where a port is published under a number that is known only then, as in a container for tests: the URLs that the double hands out from now on begin so, of objects with `s3Url`, of files that webhooks speak of with `url`. Until the double stops; `--public-url` and `--s3-public-url` say it for good.',
    scope: 'emulator',
    body: strict({
      url: origin
        .optional()
        .describe('Scheme, host and port of the APIs: `http://localhost:32768`. Default: as it is.'),
      s3Url: origin.optional().describe('Of the buckets: `http://localhost:32769`. Default: as it is.'),
    }).refine(({ url, s3Url }) => url !== undefined || s3Url !== undefined, { error: 'Expected url, s3Url, or both' }),
    answers: { 200: { description: 'Its addresses as they are now.', schema: addressesSchema } },
    handle({ body }, context) {
      const { settings } = context.emulator
      if (body.url !== undefined) settings.publicUrl = body.url
      if (body.s3Url !== undefined) settings.s3PublicUrl = body.s3Url
      return { status: 200, body: addressesFor(context) }
    },
  }),
]

function addressesFor({ emulator, origin: url }: ControlContext): z.output<typeof addressesSchema> {
  return addressesBy(url, { s3Url: emulator.s3Url, publicS3Url: emulator.settings.s3PublicUrl })
}
