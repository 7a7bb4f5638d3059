// Every client that the suites drive the doubles with: what it is, where it is installed, and how it tells of itself on the wire.
import type { GoSuite } from '../clients/go-environment.ts'
import type { JavaSuite } from '../clients/java-environment.ts'
import type { PythonSuite } from '../clients/python-environment.ts'
import type { ToolchainName } from '../clients/toolchains.ts'

/** What a suite installs: a folder of harness/clients, of Java with the release. */
export type Installed = PythonSuite | GoSuite | `${JavaSuite['project']} ${string}`

export interface Client {
  name: string
  /** Undefined where the wire tells it. */
  version: string | undefined
  language: string
  /** `sdk`: the vendor's own, unmodified, as its registry has it. `other`: a page or a program that makes the same requests, a player. */
  kind: 'sdk' | 'other'
  service: 'telestream' | 'duracloud' | 'stream' | 's3'
  /** What `X-Stream-Client` or `User-Agent` says; a group of it is the version. */
  wire: RegExp
  /** Where the wire does not say enough: only what is driven by this counts. */
  installed?: Installed
  /** Where tests say of themselves what clients say: only these files count. */
  files?: RegExp
  /** What has to be there for its suite to run. None: this project's own packages. */
  toolchains: readonly ToolchainName[]
}

const telestream = (
  installed: Installed,
  name: string,
  version: string,
  wire: RegExp,
  toolchains: readonly ToolchainName[],
): Client => ({ name, version, language: 'Python', kind: 'sdk', service: 'telestream', wire, installed, toolchains })

const duracloud = (version: '8.1.0' | '6.2.0'): Client => ({
  name: 'org.duracloud:storeclient',
  version,
  language: 'Java',
  kind: 'sdk',
  service: 'duracloud',
  wire: /^Apache-HttpClient\//,
  installed: `java-duracloud ${version}`,
  toolchains: ['maven'],
})

const nodeSdkTests =
  /node-sdk|vendor-suites|documentation\.test|services\/stream\/faults|msw\/(?:sdks|faults)|stream-(?:gcs|azurite)/

/** The first that fits is who drove. */
export const clients: readonly Client[] = [
  telestream('python-telestream-1.1', 'telestream_cloud', '1.1.2', /^python-requests\//, ['python3', 'python2.7']),
  telestream('python-telestream-1.0', 'telestream_cloud', '1.0.0', /^python-requests\//, ['python3', 'python2.7']),
  telestream('python-telestream-flip-2.1', 'telestream-cloud-flip', '2.1.0', /^OpenAPI-Generator\/(2\.1\.0)\/python/, [
    'python3',
    'python2.7',
  ]),
  // Its uploader has a library of its own.
  telestream(
    'python-telestream-flip-2.0',
    'telestream-cloud-flip',
    '2.0.1',
    /^(?:Swagger-Codegen\/(2\.0\.1)\/python|python-requests\/)/,
    ['python3.6', 'python2.7'],
  ),
  telestream(
    'python-telestream-stores-2.0',
    'telestream-cloud-stores',
    '2.0.0',
    /^Swagger-Codegen\/(2\.0\.0)\/python/,
    ['python3.6', 'python2.7'],
  ),
  {
    name: 'the requests of panda_uploader 2',
    version: undefined,
    language: 'a page in Chromium',
    kind: 'other',
    service: 'telestream',
    wire: /HeadlessChrome/,
    files: /browser\/uploads\.clients/,
    toolchains: ['chromium'],
  },

  duracloud('8.1.0'),
  duracloud('6.2.0'),
  {
    name: 'hls.js',
    version: undefined,
    language: 'a page in Chromium',
    kind: 'other',
    service: 'duracloud',
    wire: /HeadlessChrome/,
    files: /browser\/streaming\.clients/,
    toolchains: ['chromium'],
  },

  {
    name: '@stream-io/node-sdk',
    version: undefined,
    language: 'JavaScript',
    kind: 'sdk',
    service: 'stream',
    wire: /^stream-node-(\d\S*)$/,
    files: nodeSdkTests,
    toolchains: [],
  },
  ...(['7.0.0', '2.7.1'] as const).map((version): Client => ({
    name: 'getstream',
    version,
    language: 'Python',
    kind: 'sdk',
    service: 'stream',
    wire: new RegExp(`^stream-python-client-(${version.replaceAll('.', '\\.')})$`),
    installed: version === '7.0.0' ? 'python-getstream-7.0' : 'python-getstream-2.7',
    toolchains: ['python3.10'],
  })),
  {
    name: 'io.getstream:stream-sdk-java',
    version: '4.1.1',
    language: 'Java',
    kind: 'sdk',
    service: 'stream',
    wire: /^stream-java-client-(\S+)$/,
    installed: 'java-stream 4.1.1',
    toolchains: ['maven'],
  },
  {
    name: 'the requests of getstream-go 5.3.0',
    version: undefined,
    language: 'Go',
    kind: 'other',
    service: 'stream',
    wire: /^stream-go-client-/,
    installed: 'go-stream',
    toolchains: ['go'],
  },

  ...(
    [
      ['@aws-sdk/client-s3', 'JavaScript', /^aws-sdk-js\/(\S+)/, []],
      ['boto3', 'Python', /^Boto3\/(\S+)/, ['python3.10']],
      ['software.amazon.awssdk:s3', 'Java', /^aws-sdk-java\/(\S+)/, ['maven']],
      ['aws-sdk-go-v2/service/s3', 'Go', /^aws-sdk-go-v2\/.* api\/s3#(\S+)/, ['go']],
    ] as const
  ).map(([name, language, wire, toolchains]): Client => ({
    name,
    version: undefined,
    language,
    kind: 'sdk',
    service: 's3',
    wire,
    toolchains,
  })),
]
