// Shapes of what the behaviours in Python return: the vendor's objects as the SDK hands them to its user, and what was fetched.
import { z } from 'zod'

/** An object as the service sent it, `details` in the SDK. */
export const details = z.record(z.string(), z.unknown())

/** A video or an encoding that is named, so that a test can follow it. */
export const identified = z.looseObject({ id: z.string() })

/** What the SDK's exception carries. */
export const refusal = z.object({
  text: z.string(),
  status: z.number(),
  contentType: z.string(),
  body: z.object({ error: z.string(), message: z.string() }),
})

/** A file that was downloaded. */
export const fetched = z.object({
  url: z.string(),
  status: z.number(),
  type: z.string().nullable(),
  size: z.number(),
  sha256: z.string(),
})

export const ids = z.array(z.string())

/** Ids in this API: 32 lower-case hexadecimal digits (§3). */
export const hexId = /^[0-9a-f]{32}$/

/** Times in this API (§0.9). */
export const time = /^\d{4}\/\d\d\/\d\d \d\d:\d\d:\d\d \+0000$/
