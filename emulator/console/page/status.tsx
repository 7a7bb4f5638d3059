// A status as a colour and a number, and for those who see no colours as a word.

export function statusClass(status: number): string {
  if (status === 0) return 's0'
  return `s${Math.floor(status / 100)}`
}

export function Status({ status }: { status: number }) {
  return <span class={`status ${statusClass(status)}`}>{status === 0 ? 'none' : status}</span>
}
