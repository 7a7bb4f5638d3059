// Faults that people ask for by name.
import type { FaultInput } from './input.ts'

export interface Preset {
  /** What will be seen. */
  summary: string
  faults: readonly FaultInput[]
}

export const presets: Readonly<Record<string, Preset>> = {
  'telestream is down for ten minutes': {
    summary: 'Every API of Telestream answers 503',
    faults: [{ service: 'telestream', error: 'unavailable', for: '10m' }],
  },
  'duracloud is down for ten minutes': {
    summary: 'DuraStore answers 503 with the page of its container',
    faults: [{ service: 'duracloud', error: 'unavailable', for: '10m' }],
  },
  'stream is down for ten minutes': {
    summary: 'Stream answers 503',
    faults: [{ service: 'stream', error: 'unavailable', for: '10m' }],
  },
  'everything is down for ten minutes': {
    summary: 'Every service answers that it is unavailable',
    faults: (
      [
        ['telestream', 'unavailable'],
        ['duracloud', 'unavailable'],
        ['stream', 'unavailable'],
        ['s3', 'ServiceUnavailable'],
      ] as const
    ).map(([service, error]) => ({ service, error, for: '10m' })),
  },
  'every tenth request fails': {
    summary: 'One request in ten, by chance, is answered 500 by each service',
    faults: (
      [
        ['telestream', 'internal'],
        ['duracloud', 'internal'],
        ['stream', 'internal'],
        ['s3', 'InternalError'],
      ] as const
    ).map(([service, error]) => ({ service, error, probability: 0.1 })),
  },
  'connections break': {
    summary: 'One connection in ten, by chance, breaks without an answer',
    faults: (['telestream', 'duracloud', 'stream', 's3'] as const).map((service) => ({
      service,
      reset: true,
      probability: 0.1,
    })),
  },
  'answers take two seconds': {
    summary: 'Every request waits for two seconds of real time',
    faults: (['telestream', 'duracloud', 'stream', 's3'] as const).map((service) => ({ service, latency: '2s' })),
  },
  'telestream limits the rate': {
    summary: 'Ten requests a minute, then 429',
    faults: [{ service: 'telestream', rateLimit: { limit: 10, window: '1m' } }],
  },
  'stream limits the rate': {
    summary: 'Ten requests a minute, then 429 with Stream’s headers',
    faults: [{ service: 'stream', rateLimit: { limit: 10, window: '1m' } }],
  },
  's3 asks to slow down': {
    summary: 'The next two requests to the buckets are answered SlowDown; SDKs try again',
    faults: [{ service: 's3', error: 'SlowDown', times: 2 }],
  },
  'the disk of the buckets is gone': {
    summary: 'Every call of the object store fails; each service says so in its vendor’s words',
    faults: [{ service: 'storage', error: 'unavailable' }],
  },
  'an upload breaks off': {
    summary: 'The next upload to Telestream breaks after 64 KiB of its body',
    faults: [{ service: 'telestream', operation: 'uploads.*', method: 'P*', reset: { afterBytes: 65_536 }, times: 1 }],
  },
  'an upload part is lost': {
    summary: 'Telestream takes the next part, and has forgotten it when it is asked what is missing',
    faults: [{ service: 'telestream', error: 'part-lost', times: 1 }],
  },
  'the next encoding fails at 40 %': {
    summary: 'With the error class EncodingError',
    faults: [{ service: 'telestream', error: 'encoding-fails', times: 1 }],
  },
  'a snapshot is stuck': {
    summary: 'Snapshots stay in the step that they are in, until the fault is taken back',
    faults: [{ service: 'duracloud', error: 'snapshot-stuck' }],
  },
  'a snapshot fails': {
    summary: 'The next snapshot ends in error',
    faults: [{ service: 'duracloud', error: 'snapshot-fails', times: 1 }],
  },
  'the bridge is down for ten minutes': {
    summary: 'Tasks about snapshots fail, because the bridge does not answer',
    faults: [{ service: 'duracloud', error: 'bridge-fails', for: '10m' }],
  },
  'stream check fails once': {
    summary: 'The next check of an external storage fails',
    faults: [{ service: 'stream', error: 'storage-check-fails', times: 1 }],
  },
  'the next recording is not uploaded': {
    summary: 'The upload fails, and `call.recording_failed` is told',
    faults: [{ service: 'stream', error: 'upload-fails', times: 1 }],
  },
  'webhooks are lost': {
    summary: 'No webhook is sent, and no service knows it',
    faults: [{ service: 'webhook', lose: true }],
  },
  'webhooks come twice': {
    summary: 'Each webhook is sent twice',
    faults: [{ service: 'webhook', duplicate: true }],
  },
  'webhooks come out of order': {
    summary: 'Each webhook is sent later, by chance within a minute of the world’s time',
    faults: [{ service: 'webhook', disorder: { within: '1m' } }],
  },
  'the receiver of webhooks is down': {
    summary: 'Webhooks find nobody who listens; the services try again as they do',
    faults: [{ service: 'webhook', error: 'connection-refused' }],
  },
  'sources cannot be fetched': {
    summary: 'Downloads by the services find nobody who listens',
    faults: [{ service: 'source', error: 'connection-refused' }],
  },
}

export const presetNames: readonly string[] = Object.keys(presets)
