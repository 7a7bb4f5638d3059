// What the journal calls a request to a streaming host.

export type DistributionOperation =
  | 'distribution.get'
  | 'distribution.head'
  | 'distribution.preflight'
  /** By the path that leads on to DuraCloud's own. */
  | 'distribution.cookies'

export function distributionOperation(method: string): DistributionOperation {
  if (method === 'OPTIONS') return 'distribution.preflight'
  return method === 'HEAD' ? 'distribution.head' : 'distribution.get'
}
