// No file can hold a fresh signature: whatever credential a request carries is made anew for the provider that it goes to.
import type { ProviderService } from '../providers.ts'
import { resignBasic } from './basic.ts'
import type { OutgoingRequest, Signing } from './request.ts'
import { resignS3 } from './s3.ts'
import { resignStream } from './stream.ts'
import { resignTelestream } from './telestream.ts'

export { MissingCredentials, type OutgoingRequest, type Signing } from './request.ts'

/**
 * A request without a credential stays without.
 * @throws {MissingCredentials} when it has one, and nobody gave those of the service
 */
export async function resign(
  service: ProviderService,
  request: OutgoingRequest,
  signing: Signing,
): Promise<OutgoingRequest> {
  switch (service) {
    case 'telestream':
      return resignTelestream(request, signing)
    case 'duracloud':
      return resignBasic(request, signing)
    case 'stream':
      return resignStream(request, signing)
    case 's3':
      return resignS3(request, signing)
  }
}
