// The values that only the provider knows, by the name under which its states answer them: what each looks like, and an example.
import { escaped, type Matcher } from './matchers.ts'

interface KnownValue {
  readonly pattern: string
  readonly example: string
}

const hex = (example: string): KnownValue => ({ pattern: '[0-9a-f]{32}', example })
const word = (example: string): KnownValue => ({ pattern: '[^/?]+', example })

const known = {
  // Telestream
  accessKey: word('your-access-key'),
  factoryId: hex('e122090f4e506ae9ee266c3eb78a8b67'),
  otherFactoryId: word('5c1f1b0e8a4d4f7e9b3c2d1a0f9e8d7c'),
  videoId: hex('d891d9a45c698d587831466f236c6c6c'),
  encodingId: hex('2f8760b7e0d4c7dbe609b5872be9bc3b'),
  profileId: hex('40d9f8711d64aaa74f88462e9274f39a'),
  profileName: word('h264'),
  storeId: word('240f042bfc4bee58a965c7d79e17c45c'),
  watchRuleId: word('7c1f5a2b9d3e4f60718293a4b5c6d7e8'),
  workflowId: word('912d15b040e2d3f784e9ea89d5b2bee2'),
  jobId: word('0b9f1c7e5d3a42868f6e4d2c1b0a9988'),
  // DuraCloud
  spaceId: word('letters'),
  contentId: { pattern: '[^?]+', example: 'item.txt' },
  snapshotId: word('local_2_letters_2026-01-31-10-20-30'),
  restoreId: word('local_2_letters_2026-02-01-09-00-00'),
  restoredSpaceId: word('letters-2026-01-31-10-20-30'),
  streamingHost: word('d1a2b3c4d5e6f7.cloudfront.net'),
  token: { pattern: '[A-Za-z0-9]{20}', example: 'Ab3dEf6hIj9lMn2pQr5t' },
  // Stream
  apiKey: word('your-api-key'),
  callType: word('default'),
  callId: word('premiere'),
  storageName: word('my-storage'),
  /** Of a call; of an upload. */
  sessionId: word('5b0c9a54-11d2-4c43-9a57-2f6d1e8b7a10'),
  fileName: word('rec_default_premiere_720p_1756895664781.mp4'),
  taskId: word('5b0c9a54-11d2-4c43-9a57-2f6d1e8b7a10'),
  // S3
  bucket: word('my-bucket'),
  key: { pattern: '[^?]+', example: 'hello.txt' },
} satisfies Record<string, KnownValue>

/** What a provider's state puts into a request: `{videoId}` in a path, `injected('videoId')` in a body or a query. */
export type ValueName = keyof typeof known

/** The examples: what a client under test sends to the mock server. */
export const values = Object.fromEntries(
  Object.entries(known).map(([name, { example }]) => [name, example]),
) as Readonly<Record<ValueName, string>>

const isValueName = (name: string): name is ValueName => Object.hasOwn(known, name)

/** A value that the provider's state puts in its place when the contract is verified. @param example instead of the usual one */
export function injected(name: ValueName, example: string = known[name].example): Matcher<string> {
  return filled(`{${name}}`, { [name]: example })
}

/**
 * A text with values in it: `/videos/{videoId}.json`.
 *
 * @throws Error on a name that no state answers
 */
export function filled(template: string, examples: { readonly [N in ValueName]?: string } = {}): Matcher<string> {
  const parts = template.split(/\{(\w+)\}/)
  let [regex, value, expression] = ['^', '', '']
  for (const [at, part] of parts.entries()) {
    if (at % 2 === 0) {
      regex += escaped(part)
      value += part
      expression += part
      continue
    }
    if (!isValueName(part))
      throw new Error(`No provider state answers '${part}'; known are: ${Object.keys(known).join(', ')}`)
    regex += known[part].pattern
    value += examples[part] ?? known[part].example
    expression += `\${${part}}`
  }
  return {
    'pact:matcher:type': 'regex',
    regex: `${regex}$`,
    value,
    'pact:generator:type': 'ProviderState',
    expression,
  }
}
