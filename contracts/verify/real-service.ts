// The real service, or whatever stands at its address: with credentials from the environment, and only as fresh as its owner keeps it.
import type { Credentials } from '../../emulator/credentials.ts'
import { StateRefused, type Values } from '../states/index.ts'
import { CannotVerify } from './problem.ts'
import type { Provider } from './provider.ts'

export interface RealServiceOptions {
  url: string
  /** Where states are posted, as Pact's verifiers do. */
  statesUrl?: string | undefined
  /** Whoever ran this has made everything so beforehand. */
  assumeStates?: boolean | undefined
  /** The variables of `stuntdouble env`. */
  env: Readonly<Record<string, string | undefined>>
}

export function realService({ url, statesUrl, assumeStates = false, env }: RealServiceOptions): Provider {
  const credentials = credentialsIn(env)
  return {
    name: url,
    states:
      statesUrl !== undefined ||
      assumeStates ||
      'nobody sets up its state there; say who does with --provider-states-url, or that it is so with --assume-states',
    messages: 'the real service cannot be made to send a webhook',
    async begin() {
      return {
        url,
        s3Url: url,
        credentials,
        now: () => Date.now(),
        send: (request) => fetch(request),
        setUp: async ({ state, parameters }) => {
          if (statesUrl === undefined) return {}
          const response = await fetch(statesUrl, {
            method: 'POST',
            headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ state: state.name, params: parameters, action: 'setup' }),
          })
          if (response.ok) return valuesIn(await response.text())
          const why = (await response.text()).replaceAll(/\s+/g, ' ').slice(0, 200)
          throw new StateRefused(state.name, `${statesUrl} answers ${response.status}: ${why}`)
        },
        explain: async () => [],
        deliveries: async () => [],
      }
    },
    close: async () => undefined,
  }
}

function valuesIn(text: string): Values {
  if (text.trim() === '') return {}
  try {
    const values: unknown = JSON.parse(text)
    return typeof values === 'object' && values !== null ? (values as Values) : {}
  } catch {
    // It says that it is so, in words.
    return {}
  }
}

/** A service of which one is missing has none. @throws {CannotVerify} when there are none at all */
function credentialsIn(env: RealServiceOptions['env']): Partial<Credentials> {
  const {
    TELESTREAM_ACCESS_KEY: accessKey,
    TELESTREAM_SECRET_KEY: secretKey,
    TELESTREAM_API_KEY: telestreamKey,
    TELESTREAM_FACTORY_ID: factoryId = '',
    DURACLOUD_USERNAME: username,
    DURACLOUD_PASSWORD: password,
    STREAM_API_KEY: apiKey,
    STREAM_API_SECRET: apiSecret,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
  } = env
  const hasPair = accessKey !== undefined && secretKey !== undefined
  const found: Partial<Credentials> = {
    ...((hasPair || telestreamKey !== undefined) && {
      telestream: {
        accessKey: accessKey ?? '',
        secretKey: secretKey ?? '',
        factoryId,
        token: '',
        apiKey: telestreamKey ?? '',
      },
    }),
    ...(username !== undefined && password !== undefined && { duracloud: [{ username, password, roles: [] }] }),
    ...(apiKey !== undefined && apiSecret !== undefined && { stream: { apiKey, apiSecret } }),
    ...(accessKeyId !== undefined && secretAccessKey !== undefined && { s3: { accessKeyId, secretAccessKey } }),
  }
  if (Object.keys(found).length > 0) return found
  throw new CannotVerify(
    'the real service takes real credentials: set the variables that `stuntdouble env` lists, such as TELESTREAM_ACCESS_KEY and TELESTREAM_SECRET_KEY',
  )
}
