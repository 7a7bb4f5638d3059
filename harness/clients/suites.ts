// The client suites: which vendor's SDK or client, on which toolchain, and how what it needs is installed.
import { prepareGo } from './go-environment.ts'
import { type JavaSuite, prepareJava } from './java-environment.ts'
import { duracloudSuite, type DuraCloudRelease } from './duracloud-java.ts'
import { awsSuite } from './s3-java.ts'
import { streamSuite } from './stream-java.ts'
import { preparePython, type PythonSuite } from './python-environment.ts'
import { prepareRuntimes, releases } from './runtimes-environment.ts'
import type { Toolchain, ToolchainName } from './toolchains.ts'

export interface ClientSuite {
  title: string
  toolchain: ToolchainName
  /** Installs the SDK, unless it is there already. */
  prepare(toolchain: Toolchain): Promise<unknown>
}

const python = (suite: PythonSuite, title: string, toolchain: ToolchainName): ClientSuite => ({
  title: `${title} on ${toolchain}`,
  toolchain,
  prepare: (found) => preparePython(suite, found),
})

const java = (suite: JavaSuite, title: string): ClientSuite => ({
  title: `${title} on maven`,
  toolchain: 'maven',
  prepare: (found) => prepareJava(suite, found),
})

const duracloud = (release: DuraCloudRelease): ClientSuite =>
  java(duracloudSuite(release), `org.duracloud ${release}: storeclient, chunk, stitch, synctool, retrievaltool,`)

export const clientSuites: readonly ClientSuite[] = [
  python('python-telestream-1.1', 'telestream_cloud 1.1.2', 'python3'),
  python('python-telestream-1.1', 'telestream_cloud 1.1.2', 'python2.7'),
  python('python-telestream-1.0', 'telestream_cloud 1.0.0', 'python3'),
  python('python-telestream-1.0', 'telestream_cloud 1.0.0', 'python2.7'),
  python('python-telestream-flip-2.1', 'telestream_cloud_flip 2.1.0', 'python3'),
  python('python-telestream-flip-2.1', 'telestream_cloud_flip 2.1.0', 'python2.7'),
  python('python-telestream-flip-2.0', 'telestream_cloud_flip 2.0.1', 'python3.6'),
  python('python-telestream-flip-2.0', 'telestream_cloud_flip 2.0.1', 'python2.7'),
  python('python-telestream-stores-2.0', 'telestream_cloud_stores 2.0.0', 'python3.6'),
  python('python-telestream-stores-2.0', 'telestream_cloud_stores 2.0.0', 'python2.7'),
  python('python-getstream-7.0', 'getstream 7.0.0', 'python3.10'),
  python('python-getstream-2.7', 'getstream 2.7.1', 'python3.10'),
  python('python-boto3', 'boto3 1.44', 'python3.10'),
  python('python-prometheus', 'prometheus_client 0.26.0', 'python3'),
  python('python-s3tests', 'Ceph’s s3-tests with boto3 1.44', 'python3.10'),
  duracloud('8.1.0'),
  duracloud('6.2.0'),
  java(awsSuite, `software.amazon.awssdk:s3 and s3-transfer-manager ${awsSuite.release}`),
  java(streamSuite, `io.getstream:stream-sdk-java ${streamSuite.release}`),
  { title: 'aws-sdk-go-v2 on go', toolchain: 'go', prepare: (found) => prepareGo('go-s3', found) },
  {
    title: 'the requests of getstream-go 5.3.0 on go',
    toolchain: 'go',
    prepare: (found) => prepareGo('go-stream', found),
  },
  {
    title: `the package in Bun ${releases.bun} and in Deno ${releases.deno}, which come through npm`,
    toolchain: 'npm',
    prepare: prepareRuntimes,
  },
  // The vendor's script is not on npm: a page of the suite's own makes its requests.
  ...(['python3', 'java', 'go'] as const).map((toolchain) => ({
    title: `https as docs/tls.md says, on ${toolchain}`,
    toolchain,
    prepare: async () => undefined,
  })),
  { title: 'the requests of panda_uploader 2 in a page', toolchain: 'chromium', prepare: async () => undefined },
  { title: 'hls.js in a page', toolchain: 'chromium', prepare: async () => undefined },
  { title: 'the console, screen by screen', toolchain: 'chromium', prepare: async () => undefined },
]
