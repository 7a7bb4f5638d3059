// Whether a value is of the type that a workflow says its variable has.

interface TypeCode {
  /** What is asked for, in words. */
  words: string
  fits: (text: string) => boolean
}

const whole = (min: bigint, max: bigint): TypeCode => ({
  words: `a whole number from ${min} to ${max}`,
  fits: (text) =>
    /^[+-]?\d{1,20}$/.test(text) && BigInt(text.replace('+', '')) >= min && BigInt(text.replace('+', '')) <= max,
})
const number: TypeCode = {
  words: 'a number',
  fits: (text) => /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(text) && Number.isFinite(Number(text)),
}

/** Vantage's variables have the type codes of .NET. */
const typeCodes: Readonly<Record<string, TypeCode>> = {
  Int16: whole(-(2n ** 15n), 2n ** 15n - 1n),
  Int32: whole(-(2n ** 31n), 2n ** 31n - 1n),
  Int64: whole(-(2n ** 63n), 2n ** 63n - 1n),
  UInt32: whole(0n, 2n ** 32n - 1n),
  Single: number,
  Double: number,
  Decimal: number,
  Boolean: { words: 'true or false', fits: (text) => /^(?:true|false)$/i.test(text) },
  DateTime: {
    words: 'a date and time such as 2020-04-09T13:10:37Z',
    fits: (text) => /^\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d|$)/.test(text) && !Number.isNaN(Date.parse(text)),
  },
  // Drop-frame with `;`, and Vantage's own form with the frame rate behind it.
  TimeCode: {
    words: 'a time code such as 01:00:00:00',
    fits: (text) => /^\d\d:[0-5]\d:[0-5]\d[:;.]\d\d(?:@\d{1,3}(?:\.\d{1,3})?)?$/.test(text),
  },
}

const longest = 32_768

/**
 * What is wrong with a value, in words; undefined when it is of the type. Values are sent as text (the documents' `"360"`), or as JSON's
 * own numbers and booleans. A type that is none of those above takes any text.
 */
export function typeProblem(typecode: string, value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    return `must be ${typecode}, as text`
  const text = String(value)
  if (text.length > longest) return `must not be longer than ${longest} characters`
  const type = Object.hasOwn(typeCodes, typecode) ? typeCodes[typecode] : undefined
  return type === undefined || type.fits(text) ? undefined : `must be ${typecode}: ${type.words}`
}
