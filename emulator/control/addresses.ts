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
    summary: 'Says where clients reach the buckets',
    description:
      'Where a port is published under a number that is known only then, as in a container for tests: the URLs of objects that the double hands out from now on begin so. Until the double stops; `--s3-public-url` says it for good.',
    scope: 'emulator',
    body: strict({ s3Url: origin.describe('Scheme, host and port: `http://localhost:32769`.') }),
    answers: { 200: { description: 'Its addresses as they are now.', schema: addressesSchema } },
    handle({ body }, context) {
      context.emulator.settings.s3PublicUrl = body.s3Url
      return { status: 200, body: addressesFor(context) }
    },
  }),
]

function addressesFor({ emulator, origin: url }: ControlContext): z.output<typeof addressesSchema> {
  return addressesBy(url, { s3Url: emulator.s3Url, publicS3Url: emulator.settings.s3PublicUrl })
}
