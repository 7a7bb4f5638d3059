// Snapshots, forks, and worlds as files: what must hold wherever states and bytes are kept.
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Emulator } from '../../emulator/index.ts'
import { apply, changes } from './snapshots/changes.ts'
import { dump, rowsOf } from './snapshots/dump.ts'

export interface Opened {
  emulator: Emulator
  close: () => Promise<void>
}

/** @param open makes an emulator whose worlds are frozen, and whose scenario is the default one */
export function snapshotConformance(name: string, open: () => Promise<Opened>, { numRuns = 6 } = {}): void {
  describe(`snapshots with ${name}`, () => {
    let opened: Opened
    let emulator: Emulator
    beforeEach(async () => {
      opened = await open()
      emulator = opened.emulator
    })
    afterEach(() => opened.close())

    it('a world that is restored is byte for byte what it was, whatever happened before and since', async () => {
      let number = 0
      await fc.assert(
        fc.asyncProperty(changes, changes, async (before, since) => {
          const world = await emulator.worlds.create({ name: `restored-${(number += 1)}` })
          for (const change of before) await apply(emulator, world, change)
          const expected = await dump(emulator, world)
          const { id } = await emulator.worlds.snapshots.take(world)
          const rows = rowsOf(world)
          for (const change of since) await apply(emulator, world, change)
          const after = [await dump(emulator, world), rowsOf(world)]
          for (let times = 0; times < 2; times += 1) {
            await emulator.worlds.snapshots.restore(world, id)
            expect(rowsOf(world)).toBe(rows)
            expect(await dump(emulator, world)).toBe(expected)
            // What is done now makes the same ids and rows as it did the first time.
            for (const change of since) await apply(emulator, world, change)
            expect([await dump(emulator, world), rowsOf(world)]).toEqual(after)
          }
          await emulator.worlds.delete(world.name)
        }),
        { numRuns },
      )
    }, 120_000)

    it('a fork is what its original is, goes its own way from there, and goes it as the original would', async () => {
      let number = 0
      await fc.assert(
        fc.asyncProperty(changes, changes, async (before, since) => {
          const world = await emulator.worlds.create({ name: `original-${(number += 1)}` })
          for (const change of before) await apply(emulator, world, change)
          const expected = await dump(emulator, world)
          const fork = await emulator.worlds.create({ name: `fork-${number}`, from: world.name })
          const own = (text: string) => inTheNameOf(text, { from: fork, to: world })
          expect(own(await dump(emulator, fork))).toBe(expected)
          for (const change of since) await apply(emulator, fork, change)
          expect(await dump(emulator, world)).toBe(expected)
          const after = own(await dump(emulator, fork))
          for (const change of since) await apply(emulator, world, change)
          expect(after).toBe(await dump(emulator, world))
          // The bytes that both held stay with the one that is left.
          await emulator.worlds.delete(world.name)
          expect(own(await dump(emulator, fork))).toBe(after)
          await emulator.worlds.delete(fork.name)
        }),
        { numRuns },
      )
    }, 120_000)

    it('a world that comes back from a file is what it was, in this double and in another', async () => {
      await fc.assert(
        fc.asyncProperty(changes, changes, async (before, since) => {
          const world = await emulator.worlds.create({ name: 'saved' })
          for (const change of before) await apply(emulator, world, change)
          const expected = await dump(emulator, world)
          const rows = rowsOf(world)
          const { id } = await emulator.worlds.snapshots.take(world, 'to keep')
          const file = await bytesOf(await emulator.worlds.snapshots.save(id))
          expect(await bytesOf(await emulator.worlds.snapshots.save(id))).toEqual(file)
          for (const change of since) await apply(emulator, world, change)

          const loaded = await emulator.worlds.snapshots.load(world, streamOf(file))
          expect(loaded).toMatchObject({ origin: 'saved', name: 'to keep' })
          await emulator.worlds.snapshots.delete(id)
          await emulator.worlds.snapshots.restore(world, loaded.id)
          expect(rowsOf(world)).toBe(rows)
          expect(await dump(emulator, world)).toBe(expected)
          await emulator.worlds.delete('saved')

          const { main } = emulator.worlds
          const again = await emulator.worlds.snapshots.load(main, streamOf(file))
          const copy = await emulator.worlds.create({ name: 'elsewhere', from: again.id })
          await emulator.worlds.snapshots.delete(again.id)
          expect(inTheNameOf(await dump(emulator, copy), { from: copy, to: world })).toBe(expected)
          await emulator.worlds.delete('elsewhere')
        }),
        { numRuns: Math.ceil(numRuns / 2) },
      )
    }, 120_000)
  })
}

interface Named {
  name: string
  credentials: Emulator['worlds']['main']['credentials']
}

/** A world's name, and those of its users, stand in URLs, messages and access lists. */
function inTheNameOf(text: string, { from, to }: { from: Named; to: Named }): string {
  return text
    .replaceAll(from.credentials.telestream.token, to.credentials.telestream.token)
    .replaceAll(from.credentials.stream.apiKey, to.credentials.stream.apiKey)
    .replaceAll(from.name, to.name)
}

export async function bytesOf({ body }: { body: ReadableStream<Uint8Array> }): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await new Response(body).arrayBuffer())
}

export function streamOf(bytes: Uint8Array<ArrayBuffer>): ReadableStream<Uint8Array> {
  return new Blob([bytes]).stream()
}
