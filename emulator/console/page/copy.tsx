// Putting something into the clipboard.
import { tell } from './told.tsx'

export async function copy(text: string, what: string): Promise<void> {
  try {
    // Absent where the page came by http from another machine.
    if (!navigator.clipboard) throw new TypeError('The browser lends its clipboard to https and localhost only')
    await navigator.clipboard.writeText(text)
    tell(`Copied: ${what}`)
  } catch (error) {
    tell(error instanceof Error ? error.message : String(error), { isError: true })
  }
}

export function CopyButton({ text, what, label = 'Copy' }: { text: string; what: string; label?: string }) {
  return (
    <button type="button" class="small" onClick={() => void copy(text, what)} aria-label={`Copy ${what}`}>
      {label}
    </button>
  )
}
