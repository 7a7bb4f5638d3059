// The release of Stream's Java SDK that is driven: the only one that Maven Central has.
import type { JavaSuite } from './java-environment.ts'

export const streamSuite: JavaSuite = { project: 'java-stream', property: 'stream.version', release: '4.1.1' }
