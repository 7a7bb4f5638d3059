// Variables that were meant for an option, and are none: nobody else would say so.
import { nearest } from '../nearest.ts'
import { doubleOptions } from './double-options.ts'

const prefix = 'STUNTDOUBLE_'

/** Lines about each; only where it is plain what was meant, as others (Kubernetes, a CI) set variables of such names, too. */
export function misspeltVariables(env: Readonly<Record<string, string | undefined>>): string[] {
  const given = Object.keys(env).filter((name) => name.startsWith(prefix))
  if (given.length === 0) return []
  const known = [`${prefix}URL`, ...doubleOptions().flatMap(({ envVar }) => envVar ?? [])].map(withoutPrefix)
  return given.flatMap((name) => {
    const word = withoutPrefix(name)
    if (known.includes(word) || /^SERVICE_|^PORT_/.test(word)) return []
    const meant = nearest(word, known)
    return meant === undefined ? [] : [`there is no variable ${name}; did you mean ${prefix}${meant}?`]
  })
}

function withoutPrefix(name: string): string {
  return name.slice(prefix.length)
}
