// Packages that the bundled command leaves outside: whoever runs it has them in node_modules, or does without.

/** Large, and asked for by few requests. */
export const largePackages = ['mediabunny']

/** Optional peers of a server: `--object-store s3` needs them. */
export const serverPeers = ['@aws-sdk/client-s3', '@aws-sdk/lib-storage']

/** Needed by browsers alone. */
export const browserPackages = ['@sqlite.org/sqlite-wasm']
