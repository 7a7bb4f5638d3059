// The image of stuntdouble as a running container.
import { mainCredentials } from '../../emulator/credentials.ts'
import { telestreamClient, type TelestreamClient } from '../telestream-client.ts'
import { docker, freePorts, until } from './docker.ts'

export interface DoubleContainer extends AsyncDisposable {
  id: string
  url: string
  s3Url: string
  telestream: TelestreamClient
  logs: () => Promise<string>
  /** A field of `docker inspect`: `{{.State.ExitCode}}`. */
  inspect: (field: string) => Promise<string>
}

/**
 * Runs one, and waits until it is able to answer.
 * @param image its name
 * @param options.run of `docker run`: `--read-only`
 * @param options.args of `stuntdouble`
 */
export async function runDouble(
  image: string,
  options: { run?: readonly string[]; args?: readonly string[] } = {},
): Promise<DoubleContainer> {
  const [port, s3Port] = await freePorts(2)
  const s3Url = `http://127.0.0.1:${s3Port}`
  const published = ['--publish', `127.0.0.1:${port}:4600`, '--publish', `127.0.0.1:${s3Port}:4601`]
  const variables = ['--env', `STUNTDOUBLE_S3_PUBLIC_URL=${s3Url}`]
  const id = await docker([
    'run',
    '--detach',
    ...published,
    ...variables,
    ...(options.run ?? []),
    image,
    ...(options.args ?? []),
  ])
  const url = `http://127.0.0.1:${port}`
  const container: DoubleContainer = {
    id,
    url,
    s3Url,
    telestream: clientAt(url),
    logs: () => docker(['logs', id]),
    inspect: (field) => docker(['inspect', '--format', field, id]),
    async [Symbol.asyncDispose]() {
      await docker(['rm', '--force', '--volumes', id])
    },
  }
  try {
    await isReady(container)
  } catch (error) {
    const logs = await container.logs()
    await container[Symbol.asyncDispose]()
    throw new Error(`It did not become ready; it printed:\n${logs}`, { cause: error })
  }
  return container
}

export async function isReady({ url }: Pick<DoubleContainer, 'url'>): Promise<void> {
  await until(
    () => fetch(`${url}/_stuntdouble/ready`),
    ({ status }) => status === 200,
  )
}

export function clientAt(url: string): TelestreamClient {
  return telestreamClient({
    fetch: (request) => fetch(request),
    url,
    credentials: mainCredentials.telestream,
    now: () => Date.now(),
  })
}
