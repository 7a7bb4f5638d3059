// The releases of DuraCloud's artifacts that are driven.
import type { JavaSuite } from './java-environment.ts'

/** A profile of the project's `pom.xml`. */
export type DuraCloudRelease = '8.1.0' | '6.2.0'

export const duracloudSuite = (release: DuraCloudRelease): JavaSuite => ({
  project: 'java-duracloud',
  property: 'duracloud.version',
  release,
})
