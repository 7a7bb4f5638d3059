// DuraStore with the tasks of its providers, and the API of the bridge.
import { resources } from '../../../emulator/services/duracloud/routes.ts'
import { tasksOf } from '../../../emulator/services/duracloud/tasks/providers.ts'
import type { Chance } from '../chance.ts'
import type { Known } from '../known.ts'
import { fillPath, headersOf, parametersOf, segmentOf, type Surface, urlOf } from '../surface.ts'
import { encode, hostileJson, hostileText } from '../words.ts'

const spaces = ['my-space', 'my-videos', 'hostile-space', 'x-snapshot-metadata', 'new-space']
const items = ['item-1.txt', 'dir/film.mp4', 'hostile-item', 'a b', 'é']
const tasks = (['AMAZON_S3', 'AMAZON_GLACIER', 'CHRONOPOLIS'] as const).flatMap((type) =>
  tasksOf(type, 'all').map(({ name }) => name),
)
const queryNames =
  `storeID prefix maxResults marker format start end groupBy attachment token page pageSize status host storeId`.split(
    ' ',
  )
const queryValues = `1 2 3 9 -1 1e3 TSV BAGIT true 99999999999999999999 %zz 1000 item-1.txt 2026-01-01 month`.split(' ')
const headerNames =
  `range content-md5 content-type content-encoding x-dura-meta-copy-source x-dura-meta-copy-source-store
  x-dura-meta-content-mimetype x-dura-meta-acl-user x-dura-meta-acl-group-curators x-dura-meta-acl-public x-dura-meta-__proto__
  x-dura-meta-name x-dura-meta- content-language cache-control`.split(/\s+/)
const headerValues = [
  'bytes=0-1',
  'bytes=-1',
  'bytes=5-',
  'bytes=0-0,2-3',
  'my-space/item-1.txt',
  'READ',
  'WRITE',
  '3',
  'text/plain',
  'a/b',
]
const members =
  `spaceId contentId snapshotId restoreId description userEmail resourcePrefix sourceFileUri destFileUri allowedOrigins
  signingCertificate storageClass daysToTransition dateToExpire minutesToExpire ipAddress prefix pageNumber pageSize alternateIds
  redirectUrl secure streamType error status host storeId`.split(/\s+/)

const bridgeRoutes = [
  ['GET', '/snapshot'],
  ['GET', '/snapshot/total'],
  ['GET', '/snapshot/:id'],
  ['GET', '/snapshot/:id/content'],
  ['GET', '/snapshot/:id/history'],
  ['POST', '/snapshot/:id/complete'],
  ['POST', '/snapshot/:id/error'],
  ['POST', '/snapshot/:id/cancel'],
  ['POST', '/snapshot/:id/restart'],
  ['GET', '/restore/by-snapshot/:id'],
  ['GET', '/restore/:id'],
  ['POST', '/restore/:id/complete'],
  ['POST', '/restore/:id/cancel'],
  ['POST', '/restore/:id/restart'],
] as const

function jsonBody(chance: Chance, known: Known): string {
  const likely = [
    ...spaces,
    ...items,
    ...known.list('duracloud'),
    'jane@example.org',
    '1',
    5,
    true,
    [],
    ['https://example.org'],
    'READ',
  ]
  const made = chance.some(
    5,
    () => [chance.pick(members), chance.one(0.7) ? chance.pick<unknown>(likely) : hostileJson(chance)] as const,
  )
  return JSON.stringify(Object.fromEntries(made))
}

function basic(username: string, password: string): Record<string, string> {
  return { authorization: `Basic ${btoa(`${username}:${password}`)}` }
}

const sign: Surface['sign'] = (sketch, { url, credentials }, credential, chance) => {
  const headers = (): Record<string, string> => {
    if (credential === 'none') return {}
    // Most as root, who may most.
    const { username, password } = credentials.duracloud[chance.one(0.7) ? 0 : chance.below(3)] ?? {
      username: '',
      password: '',
    }
    return basic(username, credential === 'valid' ? password : `${password}?`)
  }
  return { url: urlOf(url, sketch), headers: { ...sketch.headers, ...headers() }, body: sketch.body }
}

export const duracloudSurface: Surface = {
  dialect: 'duracloud',
  weight: 6,
  sketch(chance, known) {
    const [pattern, verbs] = chance.pick(resources)
    const method = chance.one(0.9)
      ? chance.pick(Object.keys(verbs))
      : chance.pick(['GET', 'HEAD', 'PUT', 'POST', 'DELETE', 'OPTIONS', 'PATCH'])
    const path = fillPath(pattern, (name) => {
      if (name === 'taskName') return segmentOf(chance, tasks)
      if (name === 'date') return segmentOf(chance, ['1767225600000', '2026-01-01', '0'])
      if (name === 'contentId')
        return chance.one(0.5)
          ? chance.pick(items).split('/').map(encode).join('/')
          : segmentOf(chance, known.list('duracloud'))
      return segmentOf(chance, spaces)
    })
    const writes = method !== 'GET' && method !== 'HEAD' && method !== 'OPTIONS'
    const isTask = pattern.includes('task')
    return {
      dialect: 'duracloud',
      method,
      path: `/durastore${path}`,
      query: parametersOf(chance, queryNames, queryValues, isTask ? 1 : 2),
      headers: headersOf(chance, headerNames, headerValues, 2),
      body: !writes
        ? undefined
        : isTask
          ? chance.one(0.9)
            ? jsonBody(chance, known)
            : hostileText(chance)
          : hostileText(chance),
    }
  },
  sign,
}

export const bridgeSurface: Surface = {
  dialect: 'bridge',
  weight: 1,
  sketch(chance, known) {
    const [method, pattern] = chance.pick(bridgeRoutes)
    const path = fillPath(pattern, () => segmentOf(chance, known.list('duracloud')))
    const query = parametersOf(chance, queryNames, queryValues, 2)
    const body = method === 'POST' ? jsonBody(chance, known) : undefined
    return { dialect: 'bridge', method, path: `/bridge${path}`, query, headers: {}, body }
  },
  sign,
}
