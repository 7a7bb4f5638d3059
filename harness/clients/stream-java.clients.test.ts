// Stream's Java SDK, unmodified.
import { describeOnJava, type JavaDoubles } from './describe-on-java.ts'
import { startDoublesForStream } from './stream-doubles.ts'
import { streamSuite } from './stream-java.ts'

/** Variables of the SDK's own would be stronger than the properties by which its tests choose between two doubles. */
async function start(): Promise<JavaDoubles> {
  const doubles = await startDoublesForStream()
  const { STREAM_BASE_URL: _, STREAM_API_KEY: key = '', STREAM_API_SECRET: secret = '', ...env } = doubles.env
  return {
    env: { ...env, STUNTDOUBLE_API_KEY: key, STUNTDOUBLE_API_SECRET: secret },
    get problems() {
      return doubles.problems
    },
    [Symbol.asyncDispose]: () => doubles[Symbol.asyncDispose](),
  }
}

await describeOnJava('Stream’s Java SDK', streamSuite, ['stream'], start)
