// Every operation of every service, from the tables of routes that serve it.
import {
  bridgeFacts,
  distributionFacts,
  duracloudFacts,
  durastoreFacts,
  taskFacts,
} from '../../emulator/services/duracloud/facts.ts'
import { resources } from '../../emulator/services/duracloud/routes.ts'
import { bridgePrefix, bridgeRoutes } from '../../emulator/services/duracloud/snapshots/bridge-api.ts'
import type { DistributionOperation } from '../../emulator/services/duracloud/streaming/distribution-operation.ts'
import { tasksOf } from '../../emulator/services/duracloud/tasks/providers.ts'
import { cdnFacts, streamFacts, streamVendorFacts } from '../../emulator/services/stream/facts.ts'
import { routes as streamRoutes } from '../../emulator/services/stream/routes.ts'
import { cdnOperations, cdnPrefix } from '../../emulator/services/stream/storages/stream-storage.ts'
import {
  flipFacts,
  signedFacts,
  storesFacts,
  telestreamFacts,
  uploadFacts,
  workflowsFacts,
} from '../../emulator/services/telestream/facts.ts'
import { routes as flipRoutes } from '../../emulator/services/telestream/flip/routes.ts'
import { routes as signedRoutes } from '../../emulator/services/telestream/routes.ts'
import { storesRoutes } from '../../emulator/services/telestream/stores/index.ts'
import { locationOperations } from '../../emulator/services/telestream/uploads.ts'
import { workflowsRoutes } from '../../emulator/services/telestream/workflows/index.ts'
import type { Facts, VendorFacts } from '../../emulator/facts.ts'
import { s3Facts, s3VendorFacts } from '../../emulator/s3/facts.ts'
import { rows as s3Rows } from '../../emulator/s3/routes.ts'

export interface Operation {
  /** As the journal calls it. */
  name: string
  /** `GET /videos`; several where the vendor has several ways to ask for the same. */
  requests: readonly string[]
}

/** An API of a service: within it, each operation has a name of its own. */
export interface Section {
  service: string
  title: string
  /** See `Sighting.mount`. */
  mounts: readonly string[]
  operations: readonly Operation[]
  facts: Facts
}

export interface ServedService {
  name: string
  title: string
  sections: readonly Section[]
  facts: VendorFacts
}

/** One operation for each name, in the order of the table. */
function byName(rows: Iterable<readonly [name: string, request: string]>): Operation[] {
  const requests = new Map<string, string[]>()
  for (const [name, request] of rows) {
    const known = requests.get(name)
    if (known) known.push(request)
    else requests.set(name, [request])
  }
  return [...requests].map(([name, requests]) => ({ name, requests }))
}

type Row = readonly [method: string, path: string, operation: string, ...unknown[]]

const ofRows = (rows: readonly Row[]) => byName(rows.map(([method, path, name]) => [name, `${method} ${path}`]))

const telestream = (
  title: string,
  mounts: readonly string[],
  operations: readonly Operation[],
  facts: Facts,
): Section => ({
  service: 'telestream',
  title,
  mounts,
  operations,
  facts,
})

const durastore = resources.flatMap(([path, verbs]) =>
  Object.entries(verbs).flatMap(([method, named]) => (named ? [[named[0], `${method} ${path}`] as const] : [])),
)

/** What performing a task is called before it is known which. */
const anyTask = 'tasks.perform'

const tasks = (['AMAZON_S3', 'AMAZON_GLACIER', 'CHRONOPOLIS'] as const).flatMap((type) =>
  tasksOf(type, 'all').map(({ name }) => [`tasks.${name}`, `POST /task/${name}`] as const),
)

const duracloud = (title: string, mount: string, operations: readonly Operation[], facts: Facts): Section => ({
  service: 'duracloud',
  title,
  mounts: [mount],
  operations,
  facts,
})

/** `^\/snapshot\/([^/]+)$` as other tables have it: `/snapshot/:id`. */
function readable({ source }: RegExp): string {
  return source
    .replace(/^\^|\$$/g, '')
    .replaceAll('\\/', '/')
    .replaceAll('([^/]+)', ':id')
    .replace(/\/\?$/, '')
}

const stream = (title: string, mounts: readonly string[], operations: readonly Operation[], facts: Facts): Section => ({
  service: 'stream',
  title,
  mounts,
  operations,
  facts,
})

const s3Paths = { service: '/', bucket: '/BUCKET', object: '/BUCKET/KEY' } as const

function s3Request([method, scope, parameter]: (typeof s3Rows)[number]): string {
  const words = parameter.split(' ')
  const query = words.filter((word) => word !== '' && !word.startsWith('x-amz-')).join('&')
  const header = words.find((word) => word.startsWith('x-amz-'))
  return `${method} ${s3Paths[scope]}${query && `?${query}`}${header ? ` with ${header}` : ''}`
}

export const served: readonly ServedService[] = [
  {
    name: 'telestream',
    title: 'Telestream Cloud / Panda',
    facts: telestreamFacts,
    sections: [
      telestream('V2', ['/v2'], ofRows(signedRoutes), signedFacts),
      telestream('V3.0', ['/v3.0'], ofRows(signedRoutes), signedFacts),
      telestream('Flip 3.1', ['/flip/3.1', '/api/flip/3.1', '/api/v3.1'], ofRows(flipRoutes), flipFacts),
      telestream(
        'Upload locations',
        ['/upload/session'],
        byName(
          locationOperations.flatMap(([name, methods]) =>
            methods.map((method) => [name, `${method} LOCATION`] as const),
          ),
        ),
        uploadFacts,
      ),
      telestream('Stores v1.1', ['/stores/v1.1'], ofRows(storesRoutes), storesFacts),
      telestream('Hosted workflows v2.0', ['/vantage-cloud-port/v2.0'], ofRows(workflowsRoutes), workflowsFacts),
    ],
  },
  {
    name: 'duracloud',
    title: 'DuraCloud',
    facts: duracloudFacts,
    sections: [
      duracloud(
        'DuraStore',
        '/durastore',
        byName(durastore.filter(([name]) => !name.startsWith('tasks.'))),
        durastoreFacts,
      ),
      duracloud(
        'Tasks',
        '/durastore',
        byName([...durastore.filter(([name]) => name.startsWith('tasks.') && name !== anyTask), ...tasks]),
        taskFacts,
      ),
      duracloud(
        'The bridge',
        bridgePrefix,
        byName(
          bridgeRoutes.map(([method, path, name]) => [`bridge.${name}`, `${method} ${bridgePrefix}${readable(path)}`]),
        ),
        bridgeFacts,
      ),
      duracloud(
        'Streaming hosts',
        '',
        byName([
          ['distribution.get', 'GET CONTENT'],
          ['distribution.head', 'HEAD CONTENT'],
          ['distribution.preflight', 'OPTIONS CONTENT'],
          ['distribution.cookies', 'GET /cookies'],
        ] satisfies [DistributionOperation, string][]),
        distributionFacts,
      ),
    ],
  },
  {
    name: 'stream',
    title: 'Stream Video',
    facts: streamVendorFacts,
    sections: [
      stream(
        'The API, on all its mounts',
        ['/api/v2', '/video', '/external_storage'],
        byName([
          ...streamRoutes.map(({ method, path, operation }) => [operation, `${method} ${path}`] as const),
          ['Preflight', 'OPTIONS'],
        ]),
        streamFacts,
      ),
      stream(
        'The CDN of `stream-s3`',
        [cdnPrefix],
        byName(Object.entries(cdnOperations).map(([method, name]) => [name, `${method} FILE`])),
        cdnFacts,
      ),
    ],
  },
  {
    name: 's3',
    title: 'The buckets: S3',
    facts: s3VendorFacts,
    sections: [
      {
        service: 's3',
        title: 'S3',
        mounts: [''],
        operations: byName([
          ...s3Rows.map((row) => [row[3], s3Request(row)] as const),
          ['PostObject', 'POST /BUCKET with a form'],
          ['Preflight', 'OPTIONS /BUCKET/KEY'],
        ]),
        facts: s3Facts,
      },
    ],
  },
]
