// The vocabulary of request schemas: zod, with what every SDK's way of writing needs (§1.8). Refusals are put into words by validation.ts.
import { z } from 'zod'

/** Any text. */
export const text = ({ max }: { max?: number } = {}) => (max === undefined ? z.string() : z.string().max(max))

/** A text that is not empty; an empty one is a missing one, as the vendor's validator has it. */
export const filled = ({ max }: { max?: number } = {}) => text(max === undefined ? {} : { max }).min(1)

export const flag = () => z.boolean()

/** A whole number. */
export const whole = ({ min, max }: { min?: number; max?: number } = {}) => {
  const number = z.int()
  const bounded = min === undefined ? number : number.min(min)
  return max === undefined ? bounded : bounded.max(max)
}

export const oneOf = <const V extends readonly [string, ...string[]]>(values: V) => z.enum(values)

/** A date as ms: RFC 3339, or integer nanoseconds (.NET). */
export const time = () =>
  z.union([z.string(), z.number()]).transform((value, context) => {
    // Doubles of this size are 256 ns apart, so that a whole ms may have come out a little below.
    const ms = typeof value === 'number' ? Math.floor((value + 500) / 1_000_000) : parseDate(value)
    if (Number.isSafeInteger(ms) && Math.abs(ms) <= 8.64e15) return ms
    context.addIssue({ code: 'custom', params: { words: 'must be an RFC3339 date' } })
    return z.NEVER
  })

export const listOf = <S extends z.ZodType>(item: S, { min, max }: { min?: number; max?: number } = {}) => {
  const list = z.array(item)
  const bounded = min === undefined ? list : list.min(min)
  return max === undefined ? bounded : bounded.max(max)
}

/** An object with these members; others are ignored. PHP writes an empty one as `[]`. */
export const shape = <S extends z.core.$ZodLooseShape>(members: S) => z.preprocess(emptyListAsObject, z.object(members))

/** The same, but the others are kept as they are. */
export const openShape = <S extends z.core.$ZodLooseShape>(members: S) =>
  z.preprocess(emptyListAsObject, z.looseObject(members))

/** A schema that is made when it is first asked: those of all operations would take a tenth of every start. */
export const later = <S extends z.ZodType>(make: () => S) => z.lazy(make)

/** An object with any names, whose values are alike. Where there are too many, no value is looked at. */
export const mapOf = <S extends z.ZodType>(value: S, { max = Infinity }: { max?: number } = {}) =>
  z.preprocess(
    (given, context) => {
      const map = emptyListAsObject(given)
      if (max !== Infinity && typeof map === 'object' && map !== null && Object.keys(map).length > max)
        context.addIssue({ code: 'too_big', origin: 'array', maximum: max, input: map })
      return map
    },
    z.record(z.string(), value),
  )

/** Free JSON: `custom`. */
export const freeMap = () => mapOf(z.json())

/** May be missing, or `null`, which is the same: .NET and Ruby write nulls. */
export const optional = <S extends z.ZodType>(schema: S) => schema.nullish().transform((value) => value ?? undefined)

/** May be missing; `null` means something, and is kept. */
export const nullable = <S extends z.ZodType>(schema: S) => schema.nullish()

function emptyListAsObject(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? {} : value
}

const rfc3339 = /^(\d{4})-(\d\d)-(\d\d)[Tt ](?:[01]\d|2[0-3]):\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/

/** As strict as Go: Date.parse takes the 30th of February for the 2nd of March, and reads a time without a zone in that of the machine. */
function parseDate(value: string): number {
  const [text, year, month, day] = rfc3339.exec(value) ?? []
  if (text === undefined) return Number.NaN
  const isInMonth = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day))).getUTCDate() === Number(day)
  return isInMonth ? Date.parse(text.toUpperCase()) : Number.NaN
}
