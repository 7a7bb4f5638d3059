// A MinIO container as the object store of a double in a container: where the double reaches it, and where clients do.

/** What is asked of the container; `StartedMinioContainer` of `@testcontainers/minio` has it. */
export interface StartedObjectStore {
  getUsername: () => string
  getPassword: () => string
  /** As the test reaches it: `http://localhost:32769`. */
  getConnectionUrl: () => string
  getNetworkNames: () => string[]
  getIpAddress: (networkName: string) => string
}

export interface ObjectStoreOptions {
  /** Where it listens inside its container. Default 9000. */
  port?: number
  /** Default `us-east-1`. */
  region?: string
  /** Begins the names of its buckets, `<prefix><world>--<bucket>`: one for each double when several share it. Default `stuntdouble-`. */
  bucketPrefix?: string
}

/** The network on which the double can reach the store. */
export function sharedNetwork(store: StartedObjectStore, network: string | undefined): string {
  const networks = store.getNetworkNames()
  const [first] = networks
  const shared = network ?? first
  if (shared !== undefined && networks.includes(shared)) return shared
  throw new Error(
    `withObjectStore: its container is on the network ${networks.join(', ') || '(none)'}, and the double on ${network ?? '(none)'}; put both on one`,
  )
}

export function objectStoreEnvironment(
  store: StartedObjectStore,
  network: string,
  { port = 9000, region, bucketPrefix }: ObjectStoreOptions,
): Record<string, string> {
  return {
    STUNTDOUBLE_OBJECT_STORE: 's3',
    STUNTDOUBLE_S3_ENDPOINT: `http://${store.getIpAddress(network)}:${port}`,
    STUNTDOUBLE_S3_PUBLIC_ENDPOINT: store.getConnectionUrl(),
    STUNTDOUBLE_S3_ACCESS_KEY_ID: store.getUsername(),
    STUNTDOUBLE_S3_SECRET_ACCESS_KEY: store.getPassword(),
    ...(region !== undefined && { STUNTDOUBLE_S3_REGION: region }),
    ...(bucketPrefix !== undefined && { STUNTDOUBLE_S3_BUCKET_PREFIX: bucketPrefix }),
  }
}
