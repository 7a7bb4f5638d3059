// Packages that the bundles leave outside: whoever runs one has them in node_modules, or does without.

/** Large, and asked for by few requests. */
export const largePackages = ['mediabunny']

/** Optional peers of a server: `--object-store s3` needs them. */
export const serverPeers = ['@aws-sdk/client-s3', '@aws-sdk/lib-storage']

/** Asked for by whoever traces, who has it. */
export const tracePackages = ['@opentelemetry/api']

/** Needed by browsers alone. */
export const browserPackages = ['@sqlite.org/sqlite-wasm']

/** What the sources ask for where the package has something built; never loaded from it. */
export const developmentPackages = ['rolldown']

/** Optional peers of a library: who imports `stuntdouble/vitest` runs it in one. */
export const testRunners = ['vitest']
