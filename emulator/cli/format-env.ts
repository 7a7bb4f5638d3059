// Variables as a file for dotenv and Docker, as JSON, or as lines for a shell to evaluate.

export type EnvFormat = 'dotenv' | 'json' | 'shell'

export function formatEnv(variables: Readonly<Record<string, string>>, format: EnvFormat): string {
  if (format === 'json') return `${JSON.stringify(variables, null, 2)}\n`
  const line = format === 'shell' ? shellLine : dotenvLine
  return Object.entries(variables)
    .map(([name, value]) => `${line(name, value)}\n`)
    .join('')
}

function shellLine(name: string, value: string): string {
  return `export ${name}='${value.replaceAll("'", `'\\''`)}'`
}

/** Docker takes quotes for part of the value, so there are none unless there must be. */
function dotenvLine(name: string, value: string): string {
  if (/^[\w./:@%+=,~-]*$/.test(value)) return `${name}=${value}`
  return value.includes("'") ? `${name}=${JSON.stringify(value)}` : `${name}='${value}'`
}
