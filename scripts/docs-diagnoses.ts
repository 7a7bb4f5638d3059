// Writes docs/diagnoses.md from the list of codes: `npm run docs:diagnoses`.
import { readFile, writeFile } from 'node:fs/promises'
import { pathToFileURL } from 'node:url'
import { createEmulator } from '../emulator/index.ts'
import { type CodeEntry, codes, type Credential } from '../emulator/diagnosis/index.ts'
import { describeEntry } from '../emulator/journal-text.ts'
import { signRequest } from '../emulator/services/telestream/signature/index.ts'

export const page = new URL('../docs/diagnoses.md', import.meta.url)

const services: Readonly<Record<Credential, string>> = {
  telestream: 'Telestream’s signatures and tokens',
  'x-api-key': 'Telestream’s X-Api-Key',
  stream: 'Stream’s tokens',
  duracloud: 'DuraCloud’s Basic',
  s3: 'S3’s signatures',
}

/** The page as it should be. */
export async function diagnosesPage(): Promise<string> {
  const rows = Object.entries<CodeEntry>(codes).map(
    ([code, { hint, meaning, services }]) =>
      `| \`${code}\` | ${services.join(', ')} | ${cell(meaning)} | ${cell(hint)} |`,
  )
  const legend = Object.entries(services).map(([name, what]) => `\`${name}\`: ${what}`)
  const { entry, text } = await example()
  return `<!-- Written by npm run docs:diagnoses out of emulator/diagnosis/codes.ts. -->
# Why it refused

When a credential is refused, the answer on the wire is what the real service says, and no word more. The journal's entry
of the request says which mistake the client made: one under which the credential would have been right, or two of them.
A mistake is named only when that was tried: the signature that arrived is the one that this mistake makes. When none is
found, \`mistakes\` is empty, and \`expected\` and \`tried\` say what would have been accepted.

The entry is at \`GET /_stuntdouble/journal\`, in the log of \`stuntdouble start\`, after a command that \`stuntdouble exec\` ran,
and in \`world.journal.refusals()\`. The codes are stable; the texts are for people and may become better.

## An example
A client signed its host with a port. \`--log pretty\` says:
\`\`\`
${text}
\`\`\`
and the journal:
\`\`\`json
${JSON.stringify(entry, null, 2)}
\`\`\`
\`at\` is the first character that is another, in both strings; around it stand a few more. A secret stands nowhere in a
diagnosis: of other accounts only the owner is named.

## The codes
Who names them: ${legend.join('; ')}.

| code | who | what the client did | what to do |
|---|---|---|---|
${rows.join('\n')}
`
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|')
}

async function example() {
  await using emulator = await createEmulator({ clock: '2026-01-01T00:00:00Z' })
  const { accessKey, factoryId, secretKey: secret } = emulator.worlds.main.credentials.telestream
  const { query } = signRequest({
    verb: 'GET',
    host: 'api.cloud.telestream.net:443',
    path: '/videos.json',
    parameters: [['page', '2']],
    accessKey,
    secret,
    factoryId,
    timestamp: '2026-01-01T00:00:00Z',
  })
  await emulator.fetch(new Request(`https://api.cloud.telestream.net/v3.0/videos.json?${query}`))
  const [found] = emulator.worlds.main.journal.list().entries
  if (found === undefined) throw new Error('The journal has no entry')
  const { at, diagnosis, id, request, response, service, world } = found
  const entry = { id, at, world, service, request, response: { status: response.status }, diagnosis }
  return { entry, text: describeEntry(found) }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const before = await readFile(page, 'utf8').catch(() => '')
  const after = await diagnosesPage()
  if (before !== after) await writeFile(page, after)
}
