// The one DuraCloud account that a world has; in production its name is the first label of the host (§1.1).

export const accountName = 'example'
/** How the bridge knows where a snapshot came from. */
export const accountHost = `${accountName}.duracloud.org`
export const accountPort = 443
export const memberId = 'example-member'
/** The bridge's own user, as ACLs name it. */
export const snapshotUser = 'snapshot-user'
