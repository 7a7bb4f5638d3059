// A request that a client sends which knows nothing but the vendor's production host.
import type { WorldHandle } from '../../emulator/index.ts'
import { signRequest } from '../../emulator/services/telestream/signature/index.ts'

export const productionHost = 'api.cloud.telestream.net'

/** A signed GET of one video, as a client sends it that knows nothing but the production host. */
export async function signedVideoUrl(world: WorldHandle): Promise<string> {
  const { id } = await world.telestream.aVideo()
  const { accessKey, secretKey, factoryId } = world.credentials.telestream
  const path = `/videos/${id}.json`
  const timestamp = world.clock.now.toISOString()
  const { query } = signRequest({
    verb: 'GET',
    host: productionHost,
    path,
    parameters: [],
    accessKey,
    secret: secretKey,
    factoryId,
    timestamp,
  })
  return `https://${productionHost}/v3.0${path}?${query}`
}
