// `stuntdouble health`: whether a double is able to answer, for HEALTHCHECK and for scripts.
import { listeningUrl } from '../listening-url.ts'
import { ask, type Asked } from './ask.ts'
import { Failure } from './failure.ts'
import * as parse from './parse.ts'

/** @throws {Failure} when it is not */
export async function health(given?: string): Promise<void> {
  const url = given === undefined ? ownUrl(process.env) : new URL(given).origin
  let answer: Asked
  try {
    // Nothing but whether it is there.
    answer = await ask(`${url}/_stuntdouble/ready`, 'anybody')
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new Failure(`no double answers at ${url}: ${reason}`, undefined, { cause: error })
  }
  if (answer.status !== 200) throw new Failure(`the double at ${url} is not ready: ${answer.text}`)
  process.stdout.write(`the double at ${url} is ready\n`)
}

/** Where `start` listens that has the same variables. */
function ownUrl(env: NodeJS.ProcessEnv): string {
  const { STUNTDOUBLE_HOST: host = '127.0.0.1', STUNTDOUBLE_PORT: port = '4600', STUNTDOUBLE_TLS: tls = 'false' } = env
  return listeningUrl({ host, tls: parse.yesOrNo(tls) }, port)
}
