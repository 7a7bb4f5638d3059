// Provider states of DuraCloud.
import { z } from 'zod'
import { administrator, aSnapshot, aSpace } from '../../fixtures/builders/duracloud.ts'
import { runJobs } from '../../fixtures/builders/run-jobs.ts'
import { retrieve } from '../../emulator/services/duracloud/archive.ts'
import { findSpace, requireContent, requireSpace, storeById } from '../../emulator/services/duracloud/find.ts'
import { type Store, stores } from '../../emulator/services/duracloud/model.ts'
import { restores, snapshotStatuses } from '../../emulator/services/duracloud/snapshots/model.ts'
import { bodyOf } from '../../emulator/services/duracloud/tasks/first-value.ts'
import { getSignedCookiesUrl } from '../../emulator/services/duracloud/tasks/signed-cookies.ts'
import { restoreSnapshot } from '../../emulator/services/duracloud/tasks/snapshots.ts'
import { enable } from '../../emulator/services/duracloud/tasks/streaming.ts'
import type { World } from '../../emulator/world.ts'
import { asWords, spaceName, text, word } from './parameters.ts'
import { defineState } from './state.ts'

const service = 'duracloud'

const storeTypes = ['AMAZON_S3', 'CHRONOPOLIS', 'AMAZON_GLACIER'] as const
const statuses = snapshotStatuses.filter((status) => status !== 'CANCELLED')

const spaceId = spaceName.optional().describe('Default `letters`.')
const store = word(storeTypes).optional().describe('AMAZON_S3, CHRONOPOLIS or AMAZON_GLACIER. Default AMAZON_S3.')
const contentId = text('Default `item.txt`.').optional()
const body = z.string({ error: 'Expected a text' }).optional().describe('Its text. Default `The item.`')
const contentType = text('Default `text/plain`.').optional()
const properties = z
  .record(z.string(), z.string(), { error: 'Expected texts by name' })
  .optional()
  .describe('Of the item, by name.')

const ofSpace = { spaceId: 'Of the space.', storeId: 'Of its store.' }
const ofSnapshot = { ...ofSpace, snapshotId: 'Of the snapshot.', snapshotStatus: 'How far it has come.' }
const ofRestore = {
  ...ofSnapshot,
  restoreId: 'Of the restore.',
  restoredSpaceId: 'Where its content comes back.',
}

const month = 30 * 24 * 3_600_000

export const duracloudStates = [
  defineState({
    name: 'the account is as it began',
    description:
      'Three stores; the spaces `my-space` and `my-videos` in the primary one, `my-space` in CHRONOPOLIS, `my-archive` in AMAZON_GLACIER.',
    service,
    values: {},
    setUp: async () => ({}),
  }),
  defineState({
    name: 'a space exists',
    description: 'A space with nothing in it, which the first administrator may write.',
    service,
    parameters: { spaceId, store },
    values: ofSpace,
    async setUp({ world }, { spaceId = 'letters', store }) {
      const { storeId } = await aSpace(world, spaceId, { ...(store && { store }) })
      return { spaceId, storeId }
    },
  }),
  defineState({
    name: 'a space with content',
    description: 'A space that holds one item.',
    service,
    parameters: { spaceId, store, contentId, body, contentType, properties },
    values: { ...ofSpace, contentId: 'Of the item.' },
    async setUp({ world }, { spaceId = 'letters', store, contentId = 'item.txt', ...given }) {
      const { storeId } = await aSpace(world, spaceId, { items: itemOf(contentId, given), ...(store && { store }) })
      return { spaceId, storeId, contentId }
    },
  }),
  defineState({
    name: 'a space with several items',
    description: 'A space that holds items of these names, each with a line of text.',
    service,
    parameters: {
      spaceId,
      store,
      contentIds: z
        .array(z.string().min(1))
        .min(1)
        .max(1000)
        .optional()
        .describe('Default `item-1.txt` to `item-3.txt`.'),
    },
    values: { ...ofSpace, count: 'How many items there are.' },
    async setUp({ world }, { spaceId = 'letters', store, contentIds = ['item-1.txt', 'item-2.txt', 'item-3.txt'] }) {
      const items = Object.fromEntries(contentIds.map((contentId) => [contentId, `This is ${contentId}.\n`]))
      const { storeId } = await aSpace(world, spaceId, { items, ...(store && { store }) })
      return { spaceId, storeId, count: contentIds.length }
    },
  }),
  defineState({
    name: 'a space that a user may read',
    description: 'A space with one item, readable by another user, or a group, than the one who wrote it.',
    service,
    parameters: {
      spaceId,
      contentId,
      user: text('By the beginning of the name, `user`, or a group, `group-curators`. Default `user`.').optional(),
      access: word(['READ', 'WRITE']).optional().describe('READ or WRITE. Default READ.'),
    },
    values: { ...ofSpace, contentId: 'Of the item.', readerName: 'Who may read it.' },
    async setUp({ world }, { spaceId = 'letters', contentId = 'item.txt', user = 'user', access = 'READ' }) {
      const readerName = nameOf(world, user)
      const acls = { [administrator(world)]: 'WRITE' as const, [readerName]: access }
      const { storeId } = await aSpace(world, spaceId, { items: itemOf(contentId, {}), acls })
      return { spaceId, storeId, contentId, readerName }
    },
  }),
  defineState({
    name: 'a space with streaming enabled',
    description: 'A space with a film, delivered by RTMP or HLS, to everybody or with signatures alone.',
    service,
    parameters: {
      spaceId,
      contentId: text('Of the film. Default `film.mp4`.').optional(),
      protocol: word(['rtmp', 'hls']).optional().describe('`rtmp` or `hls`. Default `rtmp`.'),
      secure: z
        .boolean({ error: 'Expected true or false' })
        .optional()
        .describe('Whether a URL has to be signed. Default false.'),
    },
    values: { ...ofSpace, contentId: 'Of the film.', streamingHost: 'Where it is delivered.' },
    async setUp({ world }, { spaceId = 'letters', contentId = 'film.mp4', protocol = 'rtmp', secure = false }) {
      const { storeId } = await aSpace(world, spaceId, {
        items: { [contentId]: { body: 'A film', contentType: 'video/mp4' } },
      })
      const made = await enable(protocol)({
        name: protocol === 'rtmp' ? 'enable-streaming' : 'enable-hls',
        ...callOf(world, storeId),
        body: bodyOf(JSON.stringify({ spaceId, secure })),
      })
      const { streamingHost } = JSON.parse(made) as { streamingHost: string }
      return { spaceId, storeId, contentId, streamingHost }
    },
  }),
  defineState({
    name: 'signed cookies were asked for',
    description: 'A space with a film is delivered by HLS to those alone who fetch their cookies with a token.',
    service,
    parameters: { spaceId },
    values: { ...ofSpace, token: 'Good for a day.' },
    async setUp({ world }, { spaceId = 'letters' }) {
      const { storeId } = await aSpace(world, spaceId, {
        items: { 'film.m3u8': { body: '#EXTM3U\n', contentType: 'application/vnd.apple.mpegurl' } },
      })
      const ask = (name: string, parameters: object) => ({
        name,
        ...callOf(world, storeId),
        body: bodyOf(JSON.stringify({ spaceId, ...parameters })),
      })
      await enable('hls')(ask('enable-hls', { secure: true }))
      const made = await getSignedCookiesUrl(
        ask('get-signed-cookies-url', { redirectUrl: 'https://app.example/film.m3u8' }),
      )
      const { signedCookiesUrl } = JSON.parse(made) as { signedCookiesUrl: string }
      return { spaceId, storeId, token: new URL(signedCookiesUrl).searchParams.get('token') ?? '' }
    },
  }),
  defineState({
    name: 'an item is in Glacier',
    description: 'An item of the store AMAZON_GLACIER, which has to be asked for before it can be read.',
    service,
    parameters: { spaceId, contentId, body },
    values: { ...ofSpace, contentId: 'Of the item.' },
    async setUp({ world }, { spaceId = 'letters', contentId = 'item.txt', ...given }) {
      const { storeId } = await inGlacier(world, spaceId, contentId, given)
      return { spaceId, storeId, contentId }
    },
  }),
  defineState({
    name: 'an item of Glacier is on its way',
    description: 'An item of the store AMAZON_GLACIER that was asked for; it can be read in four hours.',
    service,
    parameters: { spaceId, contentId, body },
    values: { ...ofSpace, contentId: 'Of the item.' },
    async setUp({ world }, { spaceId = 'letters', contentId = 'item.txt', ...given }) {
      const { storeId } = await inGlacier(world, spaceId, contentId, given)
      const space = requireSpace(world, requireStore(storeId), spaceId)
      retrieve(world, space, await requireContent(world, space, contentId))
      return { spaceId, storeId, contentId }
    },
  }),
  defineState({
    name: 'a snapshot exists',
    description: 'A snapshot of a space of the store CHRONOPOLIS, by default a complete one.',
    service,
    parameters: {
      spaceId,
      status: word(asWords(statuses))
        .optional()
        .describe(`One of ${statuses.join(', ')}. Default SNAPSHOT_COMPLETE.`),
      description: text('Default `A snapshot`.').optional(),
      contentIds: z.array(z.string().min(1)).min(1).max(1000).optional().describe('What it holds. Default `item.txt`.'),
    },
    values: ofSnapshot,
    async setUp({ world }, { spaceId = 'letters', contentIds, ...options }) {
      const items = contentIds && {
        items: Object.fromEntries(contentIds.map((contentId) => [contentId, `This is ${contentId}.\n`])),
      }
      return shown(await aSnapshot(world, spaceId, { ...options, ...items }))
    },
  }),
  defineState({
    name: 'a snapshot is waiting to be cleaned up',
    description: 'Its content is preserved, and still in its space as well.',
    service,
    parameters: { spaceId },
    values: ofSnapshot,
    setUp: async ({ world }, { spaceId = 'letters' }) =>
      shown(await aSnapshot(world, spaceId, { status: 'CLEANING_UP' })),
  }),
  defineState({
    name: 'a snapshot failed',
    description: 'Its transfer from DuraCloud failed; it can be restarted.',
    service,
    parameters: { spaceId },
    values: ofSnapshot,
    setUp: async ({ world }, { spaceId = 'letters' }) =>
      shown(await aSnapshot(world, spaceId, { status: 'FAILED_TO_TRANSFER_FROM_DURACLOUD' })),
  }),
  defineState({
    name: 'a restore is running',
    description: 'The content of a complete snapshot is on its way back into a space.',
    service,
    parameters: { spaceId },
    values: ofRestore,
    setUp: async ({ world }, { spaceId = 'letters' }) => restore(world, spaceId),
  }),
  defineState({
    name: 'a restore is complete',
    description: 'The content of a snapshot is back in a space, for thirty days.',
    service,
    parameters: { spaceId },
    values: ofRestore,
    async setUp({ world }, { spaceId = 'letters' }) {
      const begun = await restore(world, spaceId)
      const status = () => world.state.table(restores).get(begun.restoreId)?.status
      await runJobs(
        world,
        ({ kind, subject }) =>
          kind === 'duracloud.restore' &&
          subject === `duracloud/restore/${begun.restoreId}` &&
          status() !== 'RESTORATION_COMPLETE',
      )
      if (status() !== 'RESTORATION_COMPLETE') throw new Error(`The restore came to ${status()}`)
      return begun
    },
  }),
]

interface GivenItem {
  body?: string | undefined
  contentType?: string | undefined
  properties?: Record<string, string> | undefined
}

function itemOf(contentId: string, { body = 'The item.\n', contentType = 'text/plain', properties = {} }: GivenItem) {
  return { [contentId]: { body, contentType, properties } }
}

function inGlacier(world: World, spaceId: string, contentId: string, given: GivenItem) {
  return aSpace(world, spaceId, { store: 'AMAZON_GLACIER', age: month, items: itemOf(contentId, given) })
}

/** A user of the world by the first part of the name, which other worlds than `main` put theirs behind. */
function nameOf({ credentials }: World, asked: string): string {
  const known = credentials.duracloud.map(({ username }) => username)
  return known.find((name) => name === asked) ?? known.find((name) => name.startsWith(`${asked}-`)) ?? asked
}

function requireStore(id: string): Store {
  const store = storeById(id)
  if (!store) throw new Error(`There is no store ${id}; there are ${stores.map(({ id }) => id).join(', ')}`)
  return store
}

/** As the administrator would ask for a task. */
function callOf(world: World, storeId: string) {
  const caller = { name: administrator(world), role: 'ROLE_ROOT' as const, groups: [] }
  return { world, store: requireStore(storeId), caller }
}

function shown({ id, spaceId, storeId, status }: Awaited<ReturnType<typeof aSnapshot>>) {
  return { spaceId, storeId, snapshotId: id, snapshotStatus: status }
}

async function restore(world: World, spaceId: string) {
  const snapshot = shown(await aSnapshot(world, spaceId))
  const answer = await restoreSnapshot({
    name: 'restore-snapshot',
    ...callOf(world, snapshot.storeId),
    body: bodyOf(JSON.stringify({ snapshotId: snapshot.snapshotId, userEmail: 'nobody@example.org' })),
  })
  const { restoreId, spaceId: restoredSpaceId } = JSON.parse(answer) as { restoreId: string; spaceId: string }
  if (!findSpace(world, requireStore(snapshot.storeId), restoredSpaceId))
    throw new Error(`There is no space ${restoredSpaceId}`)
  return { ...snapshot, restoreId, restoredSpaceId }
}
