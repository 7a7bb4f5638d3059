// Everything that an emulator counts, as text; loaded by the first who asks.
import { version } from '../version.ts'
import type { Worlds } from '../worlds.ts'
import { type Level, levelsOf } from './levels.ts'
import { counterText, gaugeText, histogramText } from './text.ts'

export async function collect(worlds: Worlds): Promise<string> {
  const { metrics } = worlds
  const levels = (await levelsOf(worlds.list(), metrics)).list()
  const level = (name: string, help: string, of: (level: Level) => number) =>
    gaugeText(
      { name, help, labels: ['world'] },
      levels.map(({ labels, value }) => ({ labels, value: of(value) })),
    )
  return [
    gaugeText({ name: 'stuntdouble_info', help: 'The version that runs.', labels: ['version'] }, [
      { labels: [version], value: 1 },
    ]),
    counterText(
      {
        name: 'stuntdouble_requests_total',
        help: 'Requests answered, by the class of their status; none: the connection was broken.',
        labels: ['world', 'service', 'operation', 'method', 'status'],
      },
      metrics.requests,
    ),
    histogramText(
      {
        name: 'stuntdouble_request_duration_seconds',
        help: 'Real time until the answer began.',
        labels: ['service', 'operation'],
      },
      metrics.durations,
    ),
    counterText(
      {
        name: 'stuntdouble_refusals_total',
        help: 'Refused requests by the mistake that the diagnosis names; each when it names several.',
        labels: ['world', 'service', 'reason'],
      },
      metrics.refusals,
    ),
    counterText(
      {
        name: 'stuntdouble_webhook_deliveries_total',
        help: 'Attempts to deliver webhooks, by what became of them.',
        labels: ['world', 'service', 'outcome'],
      },
      metrics.deliveries,
    ),
    counterText(
      {
        name: 'stuntdouble_outbound_requests_total',
        help: 'Other requests of the double: sources, storages elsewhere.',
        labels: ['world', 'service', 'operation', 'status'],
      },
      metrics.outbound,
    ),
    counterText(
      {
        name: 'stuntdouble_faults_fired_total',
        help: 'Things that were made to go wrong, and did.',
        labels: ['world', 'service', 'effect', 'error'],
      },
      metrics.faults,
    ),
    counterText(
      {
        name: 'stuntdouble_jobs_total',
        help: 'Jobs that were run, by how they ended.',
        labels: ['world', 'kind', 'outcome'],
      },
      metrics.jobs,
    ),
    level('stuntdouble_jobs_waiting', 'Jobs that wait for their time.', ({ waitingJobs }) => waitingJobs),
    level('stuntdouble_jobs_failed', 'Jobs that are given up, and can be run by hand.', ({ failedJobs }) => failedJobs),
    level('stuntdouble_objects', 'Objects in the buckets, in their current versions.', ({ objects }) => objects),
    level('stuntdouble_object_bytes', 'Bytes of these objects, as clients see them.', ({ bytes }) => bytes),
    level('stuntdouble_journal_entries', 'Entries that the journal keeps.', ({ journalEntries }) => journalEntries),
    gaugeText({ name: 'stuntdouble_worlds', help: 'Worlds that there are.', labels: [] }, [
      { labels: [], value: worlds.list().length },
    ]),
  ].join('')
}
