// Which of Telestream's APIs a request is for.
import type { Exchange } from '../../exchange.ts'
import type { Api } from './api.ts'
import { flipApi } from './flip/flip-api.ts'
import { signedApi } from './signed-api.ts'
import { storesApi } from './stores/index.ts'
import { uploadApi } from './uploads.ts'
import { workflowsApi } from './workflows/index.ts'

const apis: readonly Api[] = [signedApi, uploadApi, flipApi, storesApi, workflowsApi]

export function apiOf({ path }: Pick<Exchange, 'path'>): Api {
  const api = apis.find(({ prefixes }) => prefixes.some((prefix) => path === prefix || path.startsWith(`${prefix}/`)))
  if (!api) throw new Error(`No API of Telestream's is at ${path}`)
  return api
}
