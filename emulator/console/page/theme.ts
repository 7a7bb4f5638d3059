// Dark or light: as the system has it, until somebody says otherwise.
import { effect, signal } from '@preact/signals'

const themes = ['system', 'light', 'dark'] as const
export type Theme = (typeof themes)[number]

const key = 'stuntdouble-theme'

export const theme = signal<Theme>(saved())

effect(() => {
  document.documentElement.dataset['theme'] = theme.value
})

export function nextTheme(): void {
  theme.value = themes[(themes.indexOf(theme.value) + 1) % themes.length] ?? 'system'
  try {
    localStorage.setItem(key, theme.value)
  } catch {
    // A browser that keeps nothing: then it holds for this page.
  }
}

function saved(): Theme {
  try {
    const name = localStorage.getItem(key)
    return themes.find((known) => known === name) ?? 'system'
  } catch {
    // As above.
    return 'system'
  }
}
