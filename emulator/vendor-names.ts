// The host names by which the vendors' own services are reached: what a hosts file points at the double, and its certificates name.

/** A `*` stands for one label. From the documents and SDKs of each vendor. */
export const vendorNames: readonly string[] = [
  // Telestream Cloud and Panda: APIs of every region, and the hosts that upload sessions lead to.
  'cloud.telestream.net',
  '*.cloud.telestream.net',
  '*.pandastream.com',
  '*.upload.pandastream.com',
  // Stream: video, chat and feeds; ingress of broadcasts; recordings.
  '*.stream-io-api.com',
  '*.stream-io-video.com',
  '*.stream-io-cdn.com',
  // DuraCloud: an account's own host, and its distributions.
  '*.duracloud.org',
  '*.cloudfront.net',
  // S3: by path and by bucket, with and without a region.
  's3.amazonaws.com',
  '*.s3.amazonaws.com',
  's3.*.amazonaws.com',
  '*.s3.*.amazonaws.com',
]

/** Whether a name is one that a pattern stands for. Both in lower case. */
export function matchesName(pattern: string, name: string): boolean {
  const labels = name.split('.')
  const wanted = pattern.split('.')
  return labels.length === wanted.length && wanted.every((label, at) => label === '*' || label === labels[at])
}

const anyVendor = new RegExp(
  `^(?:${vendorNames.map((pattern) => pattern.replaceAll('.', String.raw`\.`).replaceAll('*', '[^.]+')).join('|')})$`,
)

/** Whether a host, in lower case, is one of the vendors. */
export function isVendorName(host: string): boolean {
  return anyVendor.test(host)
}

/** Whether it is one of S3: every path of it is a bucket, or an object. */
export function isBucketName(host: string): boolean {
  return host.endsWith('.amazonaws.com') && isVendorName(host)
}
