import { expect, test } from 'vitest'
import { createEmulator } from '../../../emulator.ts'
import { at } from '../wire.ts'
import { emit } from './emit.ts'
import { events } from './model.ts'

const bodies = async (webhookDates: 'rfc3339' | 'nanoseconds') => {
  const { worlds } = await createEmulator({ stream: { webhookDates } })
  const { main } = worlds
  emit(main, { type: 'call.ended', callCid: 'default:a', fields: { call: { ended_at: at(1000) } } })
  emit(main, { type: 'call.deleted', callCid: 'default:a', at: 2000 })
  const written = main.state.table(events).list({ where: { callCid: 'default:a' }, orderBy: 'number' })
  return written.map(({ body, number }) => `${number} ${body}`)
}

test('what happens is written down in order, with RFC 3339 dates', async () => {
  expect(await bodies('rfc3339')).toEqual([
    '1 {"type":"call.ended","created_at":"2026-01-01T00:00:00.000Z","call_cid":"default:a","call":{"ended_at":"1970-01-01T00:00:01.000Z"}}',
    '2 {"type":"call.deleted","created_at":"1970-01-01T00:00:02.000Z","call_cid":"default:a"}',
  ])
})

test('or with nanoseconds', async () => {
  expect((await bodies('nanoseconds'))[1]).toBe(
    '2 {"type":"call.deleted","created_at":2000000000,"call_cid":"default:a"}',
  )
})

test('what is undone never happened', async () => {
  const { worlds } = await createEmulator()
  const { main } = worlds
  const undone = () =>
    main.state.transaction(() => {
      emit(main, { type: 'call.ended', callCid: 'default:a' })
      throw new Error('no')
    })
  expect(undone).toThrow('no')
  expect(main.state.table(events).count()).toBe(0)
})
