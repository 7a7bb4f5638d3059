import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type Json, minutes, type StreamDouble, streamDouble } from '../../../../harness/stream-double.ts'

let double: StreamDouble
beforeAll(async () => {
  double = await streamDouble()
  const make = (type: string, id: string, data: Json) =>
    double.server.post(`/api/v2/video/call/${type}/${id}`, { data: { created_by_id: 'john', ...data } })
  await double.wait(minutes)
  await make('default', 'standup', { members: [{ user_id: 'sue' }], custom: { color: 'red', seats: 4 }, team: 'blue' })
  await double.wait(minutes)
  await make('livestream', 'show', {
    starts_at: '2026-03-01T00:00:00Z',
    custom: { color: 'reddish', tags: ['a', 'b'] },
  })
  await double.wait(minutes)
  await make('default', 'party', { created_by_id: 'mary', starts_at: '2026-02-01T00:00:00Z', custom: { seats: 40 } })
  await double.server.post('/api/v2/video/call/default/party/mark_ended')
  await double.join('sue', '/api/v2/video/call/default/standup')
})
afterAll(() => double[Symbol.asyncDispose]())

const query = async (body: Json) => (await double.server.post('/api/v2/video/calls', body)).json
const idsOf = (json: Json) => (json['calls'] as { call: { id: string } }[]).map(({ call }) => call.id)
const matching = async (filter_conditions: Json) => idsOf(await query({ filter_conditions })).toSorted()

describe('calls', () => {
  it('are all there without a filter, newest first, each with its members and what the caller may do', async () => {
    const json = await query({})
    expect(idsOf(json)).toEqual(['party', 'show', 'standup', 'demo-1'])
    expect(json['calls']).toMatchObject([
      {},
      {},
      { members: [{ user_id: 'sue', user: { id: 'sue' } }], own_capabilities: expect.arrayContaining(['read-call']) },
      {},
    ])
    expect(Object.keys(json).toSorted()).toEqual(['calls', 'duration'])
    expect(idsOf((await double.server.post('/video/calls')).json)).toHaveLength(4)
  })

  it.each<[string, Json, string[]]>([
    ['those that have not ended', { ended_at: null }, ['demo-1', 'show', 'standup']],
    ['those that have', { ended_at: { $exists: true } }, ['party']],
    ['by id', { id: 'show' }, ['show']],
    ['by cid', { cid: { $in: ['default:party', 'livestream:show', 'none:none'] } }, ['party', 'show']],
    ['by type', { type: { $eq: 'livestream' } }, ['show']],
    ['by team', { team: 'blue' }, ['standup']],
    ['by who made them', { created_by_user_id: 'mary' }, ['party']],
    ['by their members', { members: { $in: ['sue', 'john'] } }, ['standup']],
    ['by who nobody is', { members: { $in: ['john'] } }, []],
    ['by their start', { starts_at: { $gt: '2026-02-15T00:00:00Z' } }, ['show']],
    ['by their start in nanoseconds', { starts_at: { $lte: Date.parse('2026-02-01') * 1e6 } }, ['party']],
    ['by their creation', { created_at: { $lt: '2026-01-01T00:00:30Z' } }, ['demo-1']],
    ['those that are backstage', { backstage: { $eq: true } }, ['show']],
    ['those that are not', { backstage: false }, ['demo-1', 'party', 'standup']],
    ['those that are ongoing', { ongoing: true }, ['standup']],
    ['by a custom text', { 'custom.color': 'red' }, ['standup']],
    ['by its beginning', { 'custom.color': { $autocomplete: 'redd' } }, ['show']],
    ['by a custom number', { 'custom.seats': { $gte: 40 } }, ['party']],
    ['by what a custom list has', { 'custom.tags': { $contains: 'b' } }, ['show']],
    ['by words', { 'custom.color': { $q: 'red' } }, ['show', 'standup']],
    ['by one or the other', { $or: [{ id: 'show' }, { team: 'blue' }] }, ['show', 'standup']],
    ['by a parent, which none has', { parent_call_cid: { $exists: true } }, []],
    ['by both', { $and: [{ type: 'default' }, { ended_at: null }], team: { $exists: false } }, ['demo-1']],
  ])('are found: %s', async (_, filter, ids) => {
    expect(await matching(filter)).toEqual(ids)
  })

  it.each([['created_at'], ['updated_at'], ['starts_at'], ['ended_at'], ['type'], ['id'], ['cid']])(
    'are sorted by %s, both ways, and paged',
    async (field) => {
      const pages = async (direction: number) => {
        const ids: string[] = []
        let next: unknown
        do {
          const page = await query({ sort: [{ field, direction }], limit: 3, ...(next !== undefined && { next }) })
          ids.push(...idsOf(page))
          next = page['next']
        } while (next !== undefined)
        return ids
      }
      const up = await pages(1)
      expect(up.toSorted()).toEqual(['demo-1', 'party', 'show', 'standup'])
      expect(await pages(-1)).toEqual(up.toReversed())
    },
  )

  it('are gone through forth and back', async () => {
    const sort = [
      { field: 'starts_at', direction: -1 },
      { field: 'created_at', direction: -1 },
    ]
    const first = await query({ sort, limit: 2 })
    const second = await query({ sort, limit: 2, next: first['next'] })
    expect([idsOf(first), idsOf(second)]).toEqual([
      ['show', 'party'],
      ['standup', 'demo-1'],
    ])
    expect([first['prev'], second['next']]).toEqual([undefined, undefined])
    expect(idsOf(await query({ sort, limit: 2, prev: second['prev'] }))).toEqual(['show', 'party'])
  })

  it('are not gone through by the cursor of another sort', async () => {
    const { next } = await query({ sort: [{ field: 'created_at', direction: -1 }], limit: 2 })
    const message = 'QueryCalls failed with error: "next is not a valid cursor for this sort"'
    for (const sort of [[{ field: 'id', direction: -1 }], [{ field: 'created_at', direction: 1 }]])
      expect(await query({ sort, limit: 2, next })).toMatchObject({ code: 4, message })
  })

  it.each<[string, Json, string]>([
    ['an unknown field', { filter_conditions: { colour: 'red' } }, 'there is no field colour'],
    ['an operator that it does not have', { filter_conditions: { backstage: { $gt: true } } }, 'does not support $gt'],
    [
      'members that are no list',
      { filter_conditions: { members: 'sue' } },
      'members does not support $eq; it takes $in',
    ],
    ['a sort that there is no index for', { sort: [{ field: 'custom.color' }] }, 'cannot sort by custom.color'],
    ['more than a hundred', { limit: 101 }, 'limit must be 100 or less'],
    ['a cursor that is none', { next: 'abc' }, 'next is not a valid cursor'],
    ['three sorts', { sort: [{ field: 'id' }, { field: 'id' }, { field: 'id' }] }, 'sort must contain at maximum 2'],
  ])('are refused: %s', async (_, body, message) => {
    const json = await query(body)
    expect(json['message']).toContain(`QueryCalls failed with error: "`)
    expect(json['message']).toContain(message)
  })
})

describe('members', () => {
  it('are queried within a call', async () => {
    const ask = async (body: Json) =>
      (await double.server.post('/api/v2/video/call/members', { type: 'default', id: 'standup', ...body })).json
    await double.server.post('/api/v2/video/call/default/standup/members', {
      update_members: [{ user_id: 'mary', role: 'admin', custom: { seat: 2 } }, { user_id: 'john' }],
    })
    const idsOf = (json: Json) => (json['members'] as { user_id: string }[]).map(({ user_id: id }) => id)
    expect(idsOf(await ask({}))).toEqual(['sue', 'john', 'mary'])
    const sort = [{ field: 'user_id', direction: 1 }]
    const first = await ask({ sort, limit: 2 })
    expect(idsOf(first)).toEqual(['john', 'mary'])
    expect(idsOf(await ask({ sort, limit: 2, next: first['next'] }))).toEqual(['sue'])
    expect(idsOf(await ask({ filter_conditions: { role: { $eq: 'admin' } } }))).toEqual(['mary'])
    expect(idsOf(await ask({ filter_conditions: { 'custom.seat': 2 } }))).toEqual(['mary'])
    expect((await ask({ id: 'none' }))['message']).toBe(
      `QueryCallMembers failed with error: "Can't find call with id default:none"`,
    )
  })
})
