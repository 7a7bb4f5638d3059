// Which pact file an interaction goes to.
import { PactV3, PactV4, SpecificationVersion } from '@pact-foundation/pact'

export interface PactOptions {
  /** Who relies on the interactions: `uploader`. */
  readonly consumer: string
  /** Where `CONSUMER-PROVIDER.json` is written, or added to; default `pacts`, below the working directory. */
  readonly dir?: string
  /** Default the service's own name: `telestream-cloud`, `duracloud`, `stream-video`, `stuntdouble-s3`. */
  readonly provider?: string
  /** Of Pact's own log; default `error`. */
  readonly logLevel?: 'trace' | 'debug' | 'info' | 'warn' | 'error'
}

export interface PactFile extends Required<PactOptions> {}

export const pactFile = (options: PactOptions, provider: string): PactFile => ({
  dir: 'pacts',
  provider,
  logLevel: 'error',
  ...options,
})

// One for each interaction: one that was begun and not finished spoils no other. Pact's V3 interface writes V4 files too, and is the one that
// takes a body of any type.
export const httpPact = (file: PactFile): PactV3 =>
  new PactV3({ ...file, spec: SpecificationVersion.SPECIFICATION_VERSION_V4 })

export const messagePact = (file: PactFile): PactV4 =>
  new PactV4({ ...file, spec: SpecificationVersion.SPECIFICATION_VERSION_V4 })
