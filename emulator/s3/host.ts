// Which bucket a host names, when it names one: `BUCKET.localhost`, `BUCKET.s3.REGION.amazonaws.com`.

/** Hosts of S3 itself, as clients write them; what stands before one is a bucket. */
const endpoints = [
  /^(?:(.+)\.)?s3(?:[.-](?:dualstack|accelerate|fips|[a-z]{2}(?:-[a-z]+)+-\d))*\.amazonaws\.com(?:\.cn)?$/,
  /^(?:(.+)\.)?s3\.localhost$/,
  /^(?:(.+)\.)?s3\.(?:[a-z0-9-]+\.)?localhost\.localstack\.cloud$/,
  /^(?:(.+)\.)?localhost$/,
]

/** The same few hosts come again and again. */
const most = 1024
const known = new Map<string, string | undefined>()

/**
 * @param origin `http://films.localhost:4601`
 * @returns undefined when the path names the bucket
 */
export function bucketOfHost(origin: string): string | undefined {
  if (known.has(origin)) return known.get(origin)
  const bucket = find(origin)
  if (known.size >= most) known.clear()
  known.set(origin, bucket)
  return bucket
}

function find(origin: string): string | undefined {
  const host = origin
    .slice(origin.indexOf('://') + 3)
    .replace(/:\d*$/, '')
    .toLowerCase()
  for (const endpoint of endpoints) {
    const match = endpoint.exec(host)
    if (match) return match[1]
  }
  return undefined
}
