// One request to a provider's endpoint, and what went wrong on the way in the words of the SDKs that Stream's servers use.
import { OutboundRefused } from '../../../../outbound/refused.ts'
import type { OutboundRequest } from '../../../../outbound/outbound.ts'
import type { World } from '../../../../world.ts'
import { mistake, UploadFailure } from '../upload-failure.ts'

const longestAnswer = 64 * 1024

/**
 * @param timeoutMs of real time, for everything
 * @throws {UploadFailure} when nothing answers
 */
export async function askProvider(
  world: World,
  request: Pick<OutboundRequest, 'url' | 'method' | 'headers' | 'body' | 'timeoutMs'>,
): Promise<{ status: number; text: string }> {
  try {
    const response = await world.outbound.fetch('storage', 'stream', {
      ...request,
      maxBytes: longestAnswer,
      followRedirects: false,
    })
    return { status: response.status, text: response.body ? await new Response(response.body).text() : '' }
  } catch (error) {
    if (!(error instanceof OutboundRefused)) throw error
    const { host } = new URL(request.url)
    throw new UploadFailure('RequestError', `send request failed: ${error.message}`, [
      mistake(
        'unreachable-endpoint',
        `${host} was not reached: ${error.message}`,
        hints[error.reason] ?? 'Is it running?',
      ),
    ])
  }
}

const hints: Partial<Record<OutboundRefused['reason'], string>> = {
  'forbidden-address': 'Only loopback and private addresses are reached; --allow-outbound lets others through',
  dns: 'Is the name right?',
}

export const isSuccess = (status: number) => status >= 200 && status < 300
