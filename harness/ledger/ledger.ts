// The ledger: of each operation, who has driven it, and whether it was answered or refused.
import { z } from 'zod'
import { driverOf } from './driver.ts'
import type { Section, ServedService } from './operations.ts'
import type { Sighting } from './record.ts'

/** Whether an answer was below 400 at least once, or whoever asked was refused each time. */
const proof = z.enum(['answered', 'refused'])
export type Proof = z.infer<typeof proof>

/** `sdk getstream 7.0.0 (Python)`, `other …`, `contract uploader`, `transcript`, `tests`. */
export type Proofs = Readonly<Record<string, Proof>>

/** By service, section and operation; in order. */
export type Ledger = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, Proofs>>>>>>

export const ledgerSchema: z.ZodType<Ledger> = z.record(
  z.string(),
  z.record(z.string(), z.record(z.string(), z.record(z.string(), proof))),
)

/**
 * @param records of the suites, by file of tests
 * @param consumers whose contracts there are
 * @returns an entry for each operation that is served, also for those that nobody has driven
 */
export function ledgerOf(
  served: readonly ServedService[],
  records: ReadonlyMap<string, readonly Sighting[]>,
  consumers: ReadonlySet<string>,
): Ledger {
  const sightings = [...records].flatMap(([file, seen]) => seen.map((sighting) => ({ file, sighting })))
  const ofSection = (section: Section) => {
    const own = sightings.filter(({ sighting }) => isOf(section, sighting))
    return Object.fromEntries(
      section.operations.map(({ name }) => [
        name,
        proofsOf(
          own.filter(({ sighting }) => sighting.operation === name),
          consumers,
        ),
      ]),
    )
  }
  return Object.fromEntries(
    served.map(({ name, sections }) => [
      name,
      Object.fromEntries(sections.map((section) => [section.title, ofSection(section)])),
    ]),
  )
}

function isOf({ service, mounts }: Section, sighting: Sighting): boolean {
  return sighting.service === service && mounts.includes(sighting.mount)
}

function proofsOf(seen: readonly { file: string; sighting: Sighting }[], consumers: ReadonlySet<string>): Proofs {
  const proofs = new Map<string, Proof>()
  for (const { file, sighting } of seen) {
    const { kind, name } = driverOf(sighting, file, consumers)
    const key = kind === name ? kind : `${kind} ${name}`
    if (sighting.ok) proofs.set(key, 'answered')
    else if (!proofs.has(key)) proofs.set(key, 'refused')
  }
  return sorted(proofs)
}

/** The order of the day does not show. */
function sorted(proofs: Iterable<readonly [string, Proof]>): Proofs {
  return Object.fromEntries([...proofs].toSorted(([a], [b]) => (a < b ? -1 : 1)))
}

export interface Place {
  service: string
  section: string
  operation: string
}

/** One proof of one operation. */
export interface Entry extends Place {
  /** Who, with the kind: a key of `Proofs`. */
  by: string
  proof: Proof
}

export function entriesOf(ledger: Ledger): Entry[] {
  return Object.entries(ledger).flatMap(([service, sections]) =>
    Object.entries(sections).flatMap(([section, operations]) =>
      Object.entries(operations).flatMap(([operation, proofs]) =>
        Object.entries(proofs).map(([by, proof]) => ({ service, section, operation, by, proof })),
      ),
    ),
  )
}

/** The ledger with these proofs too; those of operations that are not served any more are left out. */
export function withEntries(ledger: Ledger, entries: readonly Entry[]): Ledger {
  const at = ({ service, section, operation }: Place) => `${service}\n${section}\n${operation}`
  const added = Map.groupBy(entries, at)
  return Object.fromEntries(
    Object.entries(ledger).map(([service, sections]) => [
      service,
      Object.fromEntries(
        Object.entries(sections).map(([section, operations]) => [
          section,
          Object.fromEntries(
            Object.entries(operations).map(([operation, proofs]) => {
              const more = added.get(at({ service, section, operation })) ?? []
              return [
                operation,
                sorted([...Object.entries(proofs), ...more.map(({ by, proof }) => [by, proof] as const)]),
              ]
            }),
          ),
        ]),
      ),
    ]),
  )
}
