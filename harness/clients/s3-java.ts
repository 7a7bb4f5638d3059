// The release of AWS's SDK for Java that is driven.
import type { JavaSuite } from './java-environment.ts'

export const awsSuite: JavaSuite = { project: 'java-s3', property: 'aws.version', release: '2.42.0' }
