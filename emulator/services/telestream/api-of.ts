// Which of Telestream's APIs a request is for.
import type { Exchange } from '../../exchange.ts'
import type { Api } from './api.ts'
import { flipApi } from './flip/flip-api.ts'
import { signedApi } from './signed-api.ts'
import { storesApi } from './stores/index.ts'
import { uploadApi } from './uploads.ts'
import { workflowsApi } from './workflows/index.ts'

const apis: readonly Api[] = [signedApi, uploadApi, flipApi, storesApi, workflowsApi]
const mounts = apis.flatMap((api) => api.prefixes.map((prefix) => ({ api, prefix, below: `${prefix}/` })))

export function apiOf({ path }: Pick<Exchange, 'path'>): Api {
  const mount = mounts.find(({ below, prefix }) => path.startsWith(below) || path === prefix)
  if (!mount) throw new Error(`No API of Telestream's is at ${path}`)
  return mount.api
}
