// The archive tool's configuration in its tests.
import type { DuraCloudUser, MockServer } from '../../../harness/pact/index.ts'
import { DuraStore } from './client.ts'

export const storeOf = ({ url }: MockServer, username: DuraCloudUser = 'admin'): DuraStore =>
  new DuraStore({ url, username, password: 'the-password-of-a-test' })
