// What goes wrong on request, as the vendor's own Python SDK tells its application: it tries nothing again, and so each fault is an
// exception, and the request after it is answered.
import { expect, test } from 'vitest'
import { z } from 'zod'
import { telestreamFaults } from '../../emulator/services/telestream/faults.ts'
import { describeOnPython } from './describe-on-python.ts'
import { sampleFile, samplePath } from './sample-media.ts'
import { details } from './telestream-answers.ts'

const told = z.object({ error: z.string().nullable(), text: z.string(), status: z.number().nullable() })
const fine = { error: null, text: '', status: 200 }

await describeOnPython(
  'faults under telestream_cloud 1.1.2',
  'python-telestream-1.1',
  ['python3', 'python2.7'],
  (ask) => {
    test('every answer of the catalogue is the exception that it promises', async () => {
      const shape = z.record(z.string(), z.object({ first: told, next: told }))
      const answers = await ask('faults.each_answer', shape)
      const promised = Object.entries(telestreamFaults.errors).map(([name, { status }]) => {
        const text = expect.stringContaining(`Error ${status}, `)
        return [name, { first: { error: 'TelestreamCloudException', text, status }, next: fine }] as const
      })
      expect(answers).toEqual(Object.fromEntries(promised))
      expect(answers.unavailable?.first.text).toContain('"error":"ServiceUnavailable"')
      expect(answers['bad-gateway']?.first.text).toContain('<h1>502 Bad Gateway</h1>')
    })

    test('what becomes of a connection is what `requests` makes of it', async () => {
      const shape = z.object({ reset: told, truncated: told, limited: told, next: told })
      const { reset, truncated, limited, next } = await ask('faults.connections', shape)
      expect(reset).toMatchObject({
        error: 'ConnectionError',
        text: expect.stringContaining('Connection'),
        status: null,
      })
      // The older of the two Pythons comes with a `requests` that takes what there is.
      expect(truncated).toMatchObject({
        error: expect.stringMatching(/ChunkedEncodingError|JSONDecodeError|ValueError/),
      })
      expect(limited).toMatchObject({ error: 'TelestreamCloudException', status: 429 })
      expect(next).toEqual(fine)
    })

    test('an answer that is late is later', async () => {
      expect(await ask('faults.seconds_of_latency', z.number())).toBeGreaterThan(0.4)
    })

    test('an encoding fails at 40 %, and succeeds when it is tried again', async () => {
      const shape = z.object({ failed: details, again: details })
      const { failed, again } = await ask('faults.encoding_fails', shape, { file: samplePath })
      expect(failed).toMatchObject({ status: 'fail', encoding_progress: 40, error_class: 'EncodingError', files: [] })
      expect(again).toMatchObject({ id: failed['id'], status: 'success', encoding_progress: 100, error_class: null })
    })

    test('a storage that is gone is an error of S3, and the next upload is taken', async () => {
      const shape = z.object({ gone: told, next: details })
      const { gone, next } = await ask('faults.storage_gone', shape, { file: samplePath })
      expect(gone).toMatchObject({ text: expect.stringContaining('S3Error'), status: 500 })
      expect(next).toMatchObject({ status: 'success' })
    })

    test('a source that cannot be fetched is a video that failed', async () => {
      const video = await ask('faults.source_gone', details)
      expect(video).toMatchObject({ status: 'fail', error_class: 'DownloadFailed' })
    })
  },
)

// Its uploads in parts are Python 2's alone: on Python 3 it stumbles over its own `range` and `has_key`.
await describeOnPython(
  'faults under uploads of telestream_cloud 1.1.2',
  'python-telestream-1.1',
  ['python2.7'],
  (ask) => {
    test('a part that is lost is missed, and the upload is complete when it is sent again', async () => {
      await using film = await sampleFile('long.mp4', 6 * 1024 * 1024)
      const shape = z.object({ complaint: z.string(), missing: z.array(z.number()), next: details })
      const { complaint, missing, next } = await ask('faults.part_lost', shape, { path: film.path })
      expect(complaint).toMatch(/^Failed to upload some parts/)
      expect(missing).toEqual([1])
      expect(next).toMatchObject({ status: 'success', file_size: film.size })
    })
  },
)
