// Why something failed, in the words of the last of its causes, which says most: `connect ECONNREFUSED 127.0.0.1:4600`.

export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { cause } = error
  const inner: unknown = cause instanceof AggregateError ? cause.errors[0] : cause
  if (inner instanceof Error) return reasonOf(inner)
  const { code } = error as NodeJS.ErrnoException
  return error.message !== '' ? error.message : (code ?? error.name)
}
