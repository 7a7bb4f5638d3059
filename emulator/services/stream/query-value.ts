// One value of a query, without taking all of it apart: every request is asked for its key and how it authenticates.

/** The first value of a name, decoded; undefined when it is missing. */
export function queryValue(query: string, name: string): string | undefined {
  // What is escaped may be the name itself.
  if (/[%+]/.test(query)) return new URLSearchParams(query).get(name) ?? undefined
  const start = `${name}=`
  const pair = query.split('&').find((one) => one === name || one.startsWith(start))
  return pair?.slice(start.length)
}
