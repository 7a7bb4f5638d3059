import { describeOnJava, type JavaDoubles } from './describe-on-java.ts'
import { type DuraCloudRelease, duracloudSuite } from './duracloud-java.ts'
import { startDouble } from './running-double.ts'

/** Its tests are told where the double is by one variable. */
async function start(): Promise<JavaDoubles> {
  const double = await startDouble()
  return {
    env: { STUNTDOUBLE_URL: double.url },
    problems: double.problems,
    [Symbol.asyncDispose]: () => double[Symbol.asyncDispose](),
  }
}

const describeRelease = (release: DuraCloudRelease) =>
  describeOnJava(
    'DuraCloud’s Java clients and tools',
    duracloudSuite(release),
    ['duracloud', `duracloud/release${release.split('.')[0] ?? ''}`],
    start,
  )

// RTMP is in the older of the two alone, and the totals of snapshots in the newer.
await describeRelease('8.1.0')
await describeRelease('6.2.0')
