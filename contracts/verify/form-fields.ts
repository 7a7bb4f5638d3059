// The fields of a web form as JSON, and back: `encoding_ids[0]=a&encoding_ids[1]=b` is `{ encoding_ids: ['a', 'b'] }`.

/** As a message's contents: pact files of messages hold JSON. */
export function fieldsOfForm(body: string): Record<string, string | string[]> {
  const fields = new Map<string, string | string[]>()
  for (const [name, value] of new URLSearchParams(body)) {
    const list = /^([^[\]]+)\[\d*\]$/.exec(name)?.[1]
    if (list === undefined) fields.set(name, value)
    else {
      const known = fields.get(list)
      fields.set(list, Array.isArray(known) ? [...known, value] : [value])
    }
  }
  // Also a field that is called `__proto__`.
  return Object.fromEntries(fields)
}

/** As it is sent. */
export function formBody(fields: { readonly [name: string]: unknown }): string {
  const body = new URLSearchParams()
  for (const [name, value] of Object.entries(fields))
    if (Array.isArray(value)) for (const [at, item] of value.entries()) body.append(`${name}[${at}]`, String(item))
    else body.append(name, String(value))
  return body.toString()
}
