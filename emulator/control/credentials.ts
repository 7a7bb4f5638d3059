// The credentials of a world as they are given and as they are answered.
import { z } from 'zod'
import { isRange } from '../ip-range.ts'
import { strict } from './schema.ts'

const text = z.string().min(1)

const telestream = {
  accessKey: text,
  secretKey: text,
  factoryId: text.describe('The id of the factory (V2: cloud) that the world begins with.'),
  token: text.describe('The API token of that cloud (V2); begins with `clou_`.'),
  apiKey: text.describe('`X-Api-Key` of Flip, Stores and the hosted workflows.'),
}
const stream = { apiKey: text, apiSecret: text }
const user = {
  username: text,
  password: text,
  roles: z.array(text),
  groups: z.array(text).optional(),
  ipLimits: z
    .string()
    .refine((limits) => limits.split(';').every(isRange), 'Expected addresses and CIDR ranges, with ; between them')
    .optional()
    .describe('Addresses and CIDR ranges that the user may ask from, with `;` between them.'),
}
const s3 = { accessKeyId: text, secretAccessKey: text }

export const givenCredentials = strict({
  telestream: strict(telestream).partial().optional(),
  stream: strict(stream).optional(),
  duracloud: z.array(strict(user)).min(1).optional(),
  s3: strict(s3).optional(),
})

export const credentialsSchema = z.object({
  telestream: z.object(telestream),
  stream: z.object(stream),
  duracloud: z.array(z.object(user)),
  s3: z.object(s3),
})
