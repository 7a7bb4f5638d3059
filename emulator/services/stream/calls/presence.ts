// Who was in a session, and when.
import type { Session, Visit } from './model.ts'

/** A stretch of somebody's visit. */
export interface Presence {
  userId: string
  /** ms */
  from: number
  to: number
}

/** Every visit that reaches into the time between two instants, cut to it; in the order of joining. */
export function presencesBetween({ visits }: Pick<Session, 'visits'>, from: number, to: number): Presence[] {
  return visits
    .map((visit) => ({
      userId: visit.userId,
      from: Math.max(visit.from, from),
      to: Math.min(visit.to ?? Infinity, to),
    }))
    .filter((presence) => presence.from < presence.to)
}

/** The visits with the one that is not over ended. */
export function visitsUntil(visits: readonly Visit[], at: number, userId?: string): Visit[] {
  return visits.map((visit) =>
    visit.to === undefined && (userId === undefined || visit.userId === userId) ? { ...visit, to: at } : visit,
  )
}
