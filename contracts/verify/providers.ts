// Which service a pact's provider is.
import { nearest } from '../../emulator/nearest.ts'
import { CannotVerify } from './problem.ts'

export type ProviderService = 'telestream' | 'duracloud' | 'stream' | 's3'

/** As pact files name them; the first of each service is the usual one. */
const names: Readonly<Record<ProviderService, readonly string[]>> = {
  telestream: ['telestream-cloud', 'telestream', 'panda', 'panda-stream', 'flip'],
  duracloud: ['duracloud', 'durastore'],
  stream: ['stream-video', 'stream', 'getstream', 'getstream-video'],
  s3: ['stuntdouble-s3', 's3', 'amazon-s3'],
}

const byName = new Map(
  Object.entries(names).flatMap(([service, known]) => known.map((name) => [name, service as ProviderService] as const)),
)

/** The usual name of each service. */
export const providerNames: readonly string[] = Object.values(names).map(([usual = '']) => usual)

/**
 * Case, spaces, `_` and `-` make no difference.
 * @throws {CannotVerify} for one that the double does not stand in for
 */
export function serviceOfProvider(provider: string): ProviderService {
  const service = byName.get(
    provider
      .trim()
      .toLowerCase()
      .replaceAll(/[\s_.]+/g, '-'),
  )
  if (service !== undefined) return service
  const near = nearest(provider, [...byName.keys()])
  const meant = near === undefined ? '; it' : `; did you mean "${near}"? It`
  throw new CannotVerify(`no service of the double is called "${provider}"${meant} knows ${providerNames.join(', ')}`)
}
