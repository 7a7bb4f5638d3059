// HTTP Archive 1.2, as far as a journal fills it. http://www.softwareishard.com/blog/har-12-spec/
import type { FiredFault } from '../faults/model.ts'
import type { Diagnosis } from '../journal.ts'

export interface Har {
  log: {
    version: '1.2'
    creator: { name: string; version: string }
    entries: HarEntry[]
    comment: string
    /** The id to go on with, as `after`, when older entries match. */
    _next?: string
  }
}

/** Fields that begin with `_` are ours, as the format asks of those that it has not. */
export interface HarEntry {
  /** In the world’s time. */
  startedDateTime: string
  /** ms of real time. */
  time: number
  request: {
    method: string
    url: string
    httpVersion: string
    cookies: []
    headers: HarPair[]
    queryString: HarPair[]
    postData?: { mimeType: string; text: string; comment?: string }
    headersSize: -1
    bodySize: number
  }
  response: {
    /** 0 where there was no answer. */
    status: number
    statusText: string
    httpVersion: string
    cookies: []
    headers: HarPair[]
    content: { size: number; mimeType: string; text?: string; comment?: string }
    redirectURL: string
    headersSize: -1
    bodySize: number
  }
  cache: Record<string, never>
  timings: { send: number; wait: number; receive: number }
  /** What an entry is worth looking at for: why it was refused, what was made to go wrong, why there is no answer. */
  comment?: string
  _id: string
  _world: string
  _service: string
  _operation?: string
  _direction: 'in' | 'out'
  _diagnosis?: Diagnosis
  _fault?: FiredFault
  _error?: string
  /** What tools add. */
  [custom: `_${string}`]: unknown
}

export interface HarPair {
  name: string
  value: string
}
