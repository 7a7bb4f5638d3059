// The code of the README and of other documents, as it stands there: tests run exactly what people paste.
import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))

/** The code block behind `<!-- test: NAME -->`. @throws when there is none of that name */
export async function readmeBlock(name: string): Promise<string> {
  return documentBlock('README.md', name)
}

/** The same of another document. @param path from the root of the repository */
export async function documentBlock(path: string, name: string): Promise<string> {
  const text = await readFile(root + path, 'utf8')
  const [, code] = new RegExp(`<!-- test: ${name} -->\n\`\`\`\\w*\n([\\s\\S]*?)\n\`\`\``).exec(text) ?? []
  if (code === undefined) throw new Error(`${path} has no block for the test ${name}`)
  return code
}
