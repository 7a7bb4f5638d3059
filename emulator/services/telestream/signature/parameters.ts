// A request's parameters: decoded pairs in the order they arrived, with the wire form that some dialects sign.

/** One name and value, as the client meant it. */
export interface Parameter {
  readonly name: string
  readonly value: string
  /** The pair as it stood on the wire (`name=value`, still encoded); undefined where there was none, as in multipart. */
  readonly raw: string | undefined
  /** `guess`: it did not arrive; a client may have signed it. */
  readonly from: 'query' | 'form' | 'multipart' | 'guess'
}

/** Thrown for `%` without two hex digits, and for bytes that are not UTF-8. */
export class MalformedEncoding extends Error {
  override name = 'MalformedEncoding'
  /** The parameter's name; as it stood on the wire where the name itself is malformed. */
  readonly parameter: string

  constructor(parameter: string) {
    super(`The parameter "${parameter}" is not percent-encoded UTF-8.`)
    this.parameter = parameter
  }
}

/**
 * Reads a query (without its `?`) or an urlencoded body. `+` is a space; repeated names stay; empty pairs are dropped.
 * @throws {MalformedEncoding} naming the parameter
 */
export function parseParameters(text: string, from: 'query' | 'form'): Parameter[] {
  const parameters: Parameter[] = []
  for (const raw of text.split('&')) {
    if (raw === '') continue
    const equalsAt = raw.indexOf('=')
    const rawName = equalsAt < 0 ? raw : raw.slice(0, equalsAt)
    const name = decode(rawName, rawName)
    const value = equalsAt < 0 ? '' : decode(raw.slice(equalsAt + 1), name)
    parameters.push({ name, value, raw, from })
  }
  return parameters
}

function decode(text: string, parameter: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text
  if (!spaced.includes('%')) return spaced
  try {
    return decodeURIComponent(spaced)
  } catch {
    throw new MalformedEncoding(parameter)
  }
}

/** A text field of a multipart body. */
export function multipartParameter(name: string, value: string): Parameter {
  return { name, value, raw: undefined, from: 'multipart' }
}

/**
 * Query and body together, as they are signed (§2.1). The .NET SDK repeats what is in the query, the signature included, in the
 * body (§2.2): a pair of the body that also stands in the query counts once. Repetitions within one of them stay (Go).
 */
export function mergeParameters(query: readonly Parameter[], body: readonly Parameter[]): readonly Parameter[] {
  if (body.length === 0) return query
  if (query.length === 0) return body
  const values = new Map<string, Set<string>>()
  for (const { name, value } of query) values.set(name, (values.get(name) ?? new Set()).add(value))
  return [...query, ...body.filter(({ name, value }) => values.get(name)?.has(value) !== true)]
}

/** The first value of a name, or undefined. */
export function parameterValue(parameters: readonly Parameter[], name: string): string | undefined {
  for (const parameter of parameters) if (parameter.name === name) return parameter.value
  return undefined
}
