// What the providers ask for a GB that leaves a region: estimates, for people who choose where a store should be.
import type { Provider } from './providers.ts'

export interface Rate {
  /** USD for each GB (2^30 bytes) to another region of the same provider. */
  otherRegion: number
  /** USD for each GB to anywhere else. */
  internet: number
}

/** List prices of North American regions, first paid tier, without free allowances and discounts; nothing is looked up at run time. */
export const egressRates = {
  asOf: '2026-01',
  currency: 'USD',
  bytesPerGb: 2 ** 30,
  sources: {
    S3: 'https://aws.amazon.com/s3/pricing/ (data transfer)',
    GCS: 'https://cloud.google.com/storage/pricing#network-pricing',
    AZURE: 'https://azure.microsoft.com/pricing/details/bandwidth/',
  },
  perGb: {
    S3: { otherRegion: 0.02, internet: 0.09 },
    GCS: { otherRegion: 0.02, internet: 0.12 },
    AZURE: { otherRegion: 0.02, internet: 0.087 },
  },
} as const

/** Undefined for storage that has no list price: one's own FTP or Aspera server, Telestream's own storage. */
export function rateOf(provider: Provider): Rate | undefined {
  const priced = provider === 'GCS_INTEROP' ? 'GCS' : provider
  return priced === 'S3' || priced === 'GCS' || priced === 'AZURE' ? egressRates.perGb[priced] : undefined
}
