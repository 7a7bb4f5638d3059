// The call recorder's configuration in its tests.
import type { MockServer } from '../../../harness/pact/index.ts'
import { Recorder } from './recorder.ts'

export const secret = 'your-api-secret-of-32-bytes-at-least'

export const recorderOf = ({ url, values }: MockServer): Recorder =>
  new Recorder({ url, apiKey: values.apiKey, apiSecret: secret })
