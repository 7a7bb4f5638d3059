// The README's code, as it stands there: tests run exactly what people paste.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** The code block behind `<!-- test: NAME -->`. @throws when there is none of that name */
export async function readmeBlock(name: string): Promise<string> {
  const readme = await readFile(`${root}README.md`, 'utf8')
  const [, code] = new RegExp(`<!-- test: ${name} -->\n\`\`\`\\w+\n([\\s\\S]*?)\n\`\`\``).exec(readme) ?? []
  if (code === undefined) throw new Error(`The README has no block for the test ${name}`)
  return code
}
