// What a bundle holds of other people's work, and under which licences: these ask that their texts go along with the code.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Plugin } from 'rolldown'
import { z } from 'zod'

/** Beside each bundle. */
export const licencesFile = 'THIRD_PARTY_LICENSES.txt'

/** What a package may be under whose code goes along with every copy of a bundle. */
export const bundledLicences = ['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT']

const manifest = z.object({
  name: z.string(),
  version: z.string(),
  license: z.string(),
  author: z.unknown().optional(),
})

/** Writes {@link licencesFile} beside what is bundled. */
export function thirdPartyLicences(): Plugin {
  return {
    name: 'third-party-licences',
    async generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((part) => (part.type === 'chunk' ? part.moduleIds : []))
      this.emitFile({ type: 'asset', fileName: licencesFile, source: await licencesOf(modules) })
    },
  }
}

/**
 * The name, version and licence text of each package that one of these modules is of.
 * @param modules absolute paths
 * @throws for a package under another licence than {@link bundledLicences}, or that brings no text of it
 */
export async function licencesOf(modules: Iterable<string>): Promise<string> {
  const directories = new Set([...modules].flatMap((module) => packageOf(module) ?? []))
  const entries = await Promise.all([...directories].map(describe))
  return `These packages are part of the code beside this file.\n\n${entries.sort().join('\n')}`
}

/** The innermost one, where a package brings packages of its own. */
function packageOf(module: string): string | undefined {
  return /^.*[\\/]node_modules[\\/](?:@[^\\/]+[\\/])?[^\\/]+/.exec(module)?.[0]
}

async function describe(directory: string): Promise<string> {
  const about = manifest.parse(JSON.parse(await readFile(join(directory, 'package.json'), 'utf8')))
  if (!bundledLicences.includes(about.license))
    throw new Error(`${about.name} is bundled, and under a licence that nobody has allowed, ${about.license}`)
  const files = (await readdir(directory)).filter((file) => /^(licen[cs]e|copying|notice|copyrightnotice)/i.test(file))
  const texts = await Promise.all(files.sort().map((file) => readFile(join(directory, file), 'utf8')))
  if (!files.some((file) => /^(licen[cs]e|copying)/i.test(file))) texts.unshift(await withoutText(about))
  const text = texts.map((each) => each.trim().replaceAll('\r\n', '\n')).join('\n\n')
  return `${about.name} ${about.version} (${about.license})\n\n${text}\n\n${'-'.repeat(80)}\n`
}

/** A package says that it is under the MIT licence, and by whom, and leaves its text to be looked up: it is that of our own. */
async function withoutText({ name, license, author }: z.infer<typeof manifest>): Promise<string> {
  if (license !== 'MIT' || typeof author !== 'string')
    throw new Error(`${name} is bundled, and brings no text of its licence, ${license}`)
  const ours = await readFile(new URL('../LICENSE', import.meta.url), 'utf8')
  return ours.replace(/^Copyright .*$/m, `Copyright (c) ${author}`)
}
