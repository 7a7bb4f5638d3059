// The uploader's configuration in its tests: the mock server, and keys that open nothing.
import type { MockServer } from '../../../harness/pact/index.ts'
import { Telestream } from './client.ts'

export const clientOf = ({ url, values }: MockServer): Telestream =>
  new Telestream({
    url,
    accessKey: values.accessKey,
    secretKey: 'the-secret-of-a-test',
    factoryId: values.factoryId,
    apiKey: 'tcs_the_key_of_a_test',
  })
