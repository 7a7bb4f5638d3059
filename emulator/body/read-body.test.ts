import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { FilePart, FileSink } from './file-sink.ts'
import { BodyAborted, BodyMalformed, BodyTooLarge, readBody } from './index.ts'
import type { BodyLimits } from './index.ts'

interface Recorded {
  part: FilePart
  chunks: Uint8Array[]
  state: 'open' | 'closed' | 'aborted'
}

/** Keeps what it is given, and remembers what became of each file. */
function recordingSink() {
  const files: Recorded[] = []
  const sink: FileSink<string> = {
    open(part) {
      const file: Recorded = { part, chunks: [], state: 'open' }
      files.push(file)
      return {
        write: (chunk) => void file.chunks.push(chunk.slice()),
        async close() {
          file.state = 'closed'
          return `file ${files.indexOf(file)}`
        },
        async abort() {
          file.state = 'aborted'
        },
      }
    },
  }
  return { sink, files, states: () => files.map((file) => file.state) }
}

const contentOf = (file: Recorded | undefined) => Buffer.concat(file?.chunks ?? [])

function requestOf(body: ReadableStream<Uint8Array> | Uint8Array | string, contentType: string, headers = {}) {
  const init = { method: 'POST', body, headers: { 'content-type': contentType, ...headers }, duplex: 'half' }
  return new Request('http://double.test/v2/videos.json', init as RequestInit)
}

function stream(...chunks: (Uint8Array | Error)[]) {
  return new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        const chunk = chunks.shift()
        if (chunk === undefined) controller.close()
        else if (chunk instanceof Error) controller.error(chunk)
        else controller.enqueue(chunk)
      },
    },
    { highWaterMark: 0 },
  )
}

/** Cuts bytes at the given places, or into single bytes. */
function cut(bytes: Uint8Array, at: number[] | 'everywhere'): Uint8Array[] {
  const places = at === 'everywhere' ? Array.from(bytes, (_, i) => i) : at.map((i) => i % (bytes.length + 1))
  const edges = [0, ...places.sort((a, b) => a - b), bytes.length]
  return edges.slice(1).map((end, i) => bytes.subarray(edges[i], end))
}

async function encode(form: FormData): Promise<{ bytes: Uint8Array; contentType: string }> {
  const encoded = new Response(form)
  return { bytes: new Uint8Array(await encoded.arrayBuffer()), contentType: encoded.headers.get('content-type') ?? '' }
}

const utf8 = new TextEncoder()
const multipart = (text: string, limits: Partial<BodyLimits> = {}) => {
  const { sink, files, states } = recordingSink()
  const body = utf8.encode(text.replaceAll('\n', '\r\n'))
  return { files, states, result: readBody(requestOf(body, 'multipart/form-data; boundary=XX'), { sink, limits }) }
}

const { sink: nowhere } = recordingSink()

describe('a body that is not multipart', () => {
  test('urlencoded is the raw string', async () => {
    const text = 'profiles=h264%2Cwebm&payload=a+b&events[x]=1&ü=%zz'
    for (const type of ['application/x-www-form-urlencoded', 'Application/X-WWW-Form-URLencoded; charset=UTF-8']) {
      expect(await readBody(requestOf(utf8.encode(text), type), { sink: nowhere })).toEqual({ kind: 'form', text })
    }
  })

  test('JSON is its exact bytes and their text', async () => {
    const bytes = utf8.encode('\uFEFF{ "source_url" : "http://files.com/♥.mp4" }\n')
    expect(
      await readBody(requestOf(stream(...cut(bytes, 'everywhere')), 'application/json'), { sink: nowhere }),
    ).toEqual({
      kind: 'json',
      bytes,
      text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes),
    })
  })

  test('may be empty', async () => {
    const empty = (type: string) =>
      new Request('http://double.test/', { method: 'POST', headers: { 'content-type': type } })
    expect(await readBody(empty('application/x-www-form-urlencoded'), { sink: nowhere })).toEqual({
      kind: 'form',
      text: '',
    })
    expect(await readBody(empty('application/json'), { sink: nowhere })).toMatchObject({ kind: 'json', text: '' })
    await expect(readBody(empty('multipart/form-data; boundary=X'), { sink: nowhere })).rejects.toThrow(BodyMalformed)
  })

  test('of another type, or of none, is not read', async () => {
    for (const type of [
      'application/octet-stream',
      'text/plain',
      'multipart/mixed; boundary=X',
      'application/jsonp',
      '',
    ]) {
      const request = requestOf(utf8.encode('bytes'), type)
      expect(await readBody(request, { sink: nowhere })).toEqual({ kind: 'other' })
      expect(await request.text()).toBe('bytes')
    }
  })

  test('is refused beyond its limit, and taken up to it', async () => {
    const read = (type: string, length: number, limits?: Partial<BodyLimits>) =>
      readBody(requestOf(new Uint8Array(length).fill(97), type), { sink: nowhere, ...(limits && { limits }) })
    for (const [type, what, limit] of [
      ['application/x-www-form-urlencoded', 'formBytes', 2 ** 18],
      ['application/json', 'jsonBytes', 2 ** 20],
    ] as const) {
      expect(await read(type, limit)).toMatchObject({ text: 'a'.repeat(limit) })
      await expect(read(type, limit + 1)).rejects.toMatchObject({ name: 'BodyTooLarge', what, limit })
      await expect(read(type, 6, { [what]: 5 })).rejects.toMatchObject({ what, limit: 5 })
    }
  })

  test('has 256 fields at most, as a form', async () => {
    const read = (fields: number) =>
      readBody(requestOf(utf8.encode('a=1&'.repeat(fields - 1)), 'application/x-www-form-urlencoded'), {
        sink: nowhere,
      })
    expect(await read(256)).toMatchObject({ kind: 'form' })
    await expect(read(258)).rejects.toMatchObject({ name: 'BodyTooLarge', what: 'fieldCount', limit: 256 })
  })

  test('is not read on beyond its limit', async () => {
    let pulls = 0
    const endless = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(1000 + ++pulls)),
    })
    await expect(
      readBody(requestOf(endless, 'application/json'), { sink: nowhere, limits: { jsonBytes: 10_000 } }),
    ).rejects.toThrow(BodyTooLarge)
    expect(pulls).toBeLessThan(15)
  })

  test('is refused when it is not UTF-8, or compressed', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'application/json']) {
      await expect(readBody(requestOf(Uint8Array.of(0x61, 0xff), type), { sink: nowhere })).rejects.toThrow(
        BodyMalformed,
      )
      const zipped = requestOf(Uint8Array.of(0x1f, 0x8b), type, { 'content-encoding': 'gzip' })
      await expect(readBody(zipped, { sink: nowhere })).rejects.toThrow(/Content-Encoding: gzip/)
    }
  })
})

describe('a multipart body', () => {
  // A browser turns every line break of a name and a text into CR LF, and writes a quote as %22 without escaping the %.
  const crlf = (text: string) => text.replace(/\r\n|\r|\n/g, '\r\n')
  const name = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/[\\%\0-\x1f\x7f]/.test(text))
  // Node leaves an empty file name out.
  const filename = name.filter((text) => text !== '')
  const part = fc.oneof(
    fc.record({ name, value: fc.string({ unit: 'grapheme', maxLength: 200 }) }),
    fc.record({ name, filename, bytes: fc.uint8Array({ maxLength: 2000 }) }),
    // What looks like the beginning of a boundary.
    fc.record({
      name,
      filename,
      bytes: fc
        .array(fc.constantFrom('\r', '\n', '-', '\r\n', '\r\n--', '\r\n------', 'formdata-undici-0'), { maxLength: 20 })
        .map((pieces) => utf8.encode(pieces.join(''))),
    }),
  )

  test('is the form that FormData encoded, wherever the network cuts it', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 6 }),
        fc.oneof(fc.constant('everywhere' as const), fc.array(fc.nat(), { maxLength: 20 })),
        async (parts, cuts) => {
          const form = new FormData()
          for (const one of parts) {
            if ('value' in one) form.append(one.name, one.value)
            else form.append(one.name, new Blob([new Uint8Array(one.bytes)], { type: 'video/mp4' }), one.filename)
          }
          const { bytes, contentType } = await encode(form)
          const { sink, files } = recordingSink()
          const result = await readBody(requestOf(stream(...cut(bytes, cuts)), contentType), { sink })

          const fileParts = parts.flatMap((one) => ('bytes' in one ? [one] : []))
          expect(result).toEqual({
            kind: 'multipart',
            fields: parts.flatMap((one) => ('value' in one ? [{ name: one.name, value: crlf(one.value) }] : [])),
            files: fileParts.map(({ name: field, filename, bytes }, i) => {
              return { field, filename, contentType: 'video/mp4', size: bytes.length, stored: `file ${i}` }
            }),
          })
          for (const [i, { bytes }] of fileParts.entries()) expect(contentOf(files[i]).equals(bytes)).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })

  test('is the same wherever one cut falls', async () => {
    const form = new FormData()
    form.append('access_key', 'abc')
    form.append('file', new Blob(['\r\n--not the end\r\n']), 'ünïcode ♥ "quoted".mp4')
    form.append('empty', '')
    const { bytes, contentType } = await encode(form)
    for (let at = 0; at <= bytes.length; at++) {
      const { sink, files } = recordingSink()
      const result = await readBody(requestOf(stream(...cut(bytes, [at])), contentType), { sink })
      expect(result).toMatchObject({
        fields: [
          { name: 'access_key', value: 'abc' },
          { name: 'empty', value: '' },
        ],
        files: [{ field: 'file', filename: 'ünïcode ♥ "quoted".mp4', contentType: 'application/octet-stream' }],
      })
      expect(contentOf(files[0]).toString()).toBe('\r\n--not the end\r\n')
    }
  })

  test('that ends too early never leaves a file', async () => {
    const form = new FormData()
    form.append('file', new Blob(['first']), 'a.mp4')
    form.append('field', 'value')
    form.append('file', new Blob(['second']), 'b.mp4')
    const { bytes, contentType } = await encode(form)
    // Behind the dashes of the last boundary stands only a line break.
    for (let length = 0; length < bytes.length - 2; length++) {
      const { sink, states } = recordingSink()
      await expect(readBody(requestOf(bytes.slice(0, length), contentType), { sink })).rejects.toThrow(BodyMalformed)
      expect(states().filter((state) => state !== 'aborted')).toEqual([])

      const broken = recordingSink()
      const cutOff = stream(bytes.subarray(0, length), new Error('ECONNRESET'))
      await expect(readBody(requestOf(cutOff, contentType), { sink: broken.sink })).rejects.toThrow(BodyAborted)
      expect(broken.states().filter((state) => state !== 'aborted')).toEqual([])
    }
  })

  test('names files in every way that clients do', async () => {
    const { result } = multipart(`--XX
Content-Disposition: form-data; name="a"; filename="日本語.mp4"

--XX
content-disposition: form-data; name=b; filename="say \\"hi\\".mp4"

--XX
CONTENT-DISPOSITION: Form-Data; filename="say %22hi%22%0D%0A100%25.mp4"; name="c%22"

--XX
Content-Disposition: form-data; name="d"; filename="fallback.mp4"; filename*=UTF-8'en'na%C3%AFve%20%E2%99%A5.mp4

--XX
Content-Disposition: form-data; name="e"; filename*=iso-8859-1''na%EFve.mp4
Content-Type: video/mp4; codecs="avc1"

--XX
Content-Disposition: form-data; name="f"; filename=""
Content-Type: application/octet-stream


--XX--
`)
    const { files } = (await result) as { files: FilePart[] }
    expect(files.map((file) => [file.field, file.filename, file.contentType])).toEqual([
      ['a', '日本語.mp4', 'application/octet-stream'],
      ['b', 'say "hi".mp4', 'application/octet-stream'],
      ['c"', 'say "hi"\r\n100%25.mp4', 'application/octet-stream'],
      ['d', 'naïve ♥.mp4', 'application/octet-stream'],
      ['e', 'naïve.mp4', 'video/mp4; codecs="avc1"'],
      ['f', '', 'application/octet-stream'],
    ])
  })

  test('has a file only where there is a file name: PHP sends "@path" as text', async () => {
    const { result, files } = multipart(`--XX
Content-Disposition: form-data; name="file"
Content-Type: application/octet-stream

@/home/me/panda.mp4
--XX--`)
    expect(await result).toEqual({
      kind: 'multipart',
      fields: [{ name: 'file', value: '@/home/me/panda.mp4' }],
      files: [],
    })
    expect(files).toEqual([])
  })

  test('may have a preamble, padding behind boundaries, an epilogue, and no part at all', async () => {
    const { result } = multipart(`ignored
--XX \t
Content-Disposition: form-data; name="a"

1
--XX--   and more
--XX
Content-Disposition: form-data; name="b"

2
--XX--
`)
    expect(await result).toMatchObject({ fields: [{ name: 'a', value: '1' }], files: [] })
    expect(await multipart('--XX--').result).toMatchObject({ fields: [], files: [] })
  })

  test('is read in the charset that a field names, and in UTF-8 otherwise', async () => {
    const body = Buffer.concat([
      utf8.encode(
        '--XX\r\nContent-Disposition: form-data; name="a"\r\nContent-Type: text/plain; charset=ISO-8859-1\r\n\r\n',
      ),
      Buffer.from([0xe9]),
      utf8.encode('\r\n--XX\r\nContent-Disposition: form-data; name="b"\r\n\r\n\uFEFFé\r\n--XX--'),
    ])
    const result = await readBody(requestOf(body, 'multipart/form-data; boundary="XX"'), { sink: nowhere })
    expect(result).toMatchObject({
      fields: [
        { name: 'a', value: 'é' },
        { name: 'b', value: '\uFEFFé' },
      ],
    })
  })

  const head = 'Content-Disposition: form-data; name="a"'
  test.each([
    ['no boundary at all', ''],
    ['another boundary', `--YY\n${head}\n\n1\n--YY--`],
    ['a part without headers', '--XX\n\n1\n--XX--'],
    ['a part without Content-Disposition', '--XX\nContent-Type: text/plain\n\n1\n--XX--'],
    ['a part without a name', '--XX\nContent-Disposition: form-data; filename="a"\n\n1\n--XX--'],
    ['a part that is no form-data', '--XX\nContent-Disposition: attachment; name="a"\n\n1\n--XX--'],
    ['a part with two dispositions', `--XX\n${head}\n${head}\n\n1\n--XX--`],
    ['a part with two types', `--XX\n${head}\nContent-Type: a/b\nContent-Type: a/b\n\n1\n--XX--`],
    ['a part without an end of its headers', `--XX\n${head}\n--XX--`],
    ['a header without a colon', `--XX\n${head}\nnonsense\n\n1\n--XX--`],
    ['an unreadable disposition', '--XX\nContent-Disposition: form-data; name="a\n\n1\n--XX--'],
    ['an unreadable filename*', "--XX\nContent-Disposition: form-data; name=a; filename*=UTF-8''%ff\n\n1\n--XX--"],
    ['a filename* of an unknown charset', "--XX\nContent-Disposition: form-data; name=a; filename*=x''a\n\n1\n--XX--"],
    ['a charset that nobody knows', `--XX\n${head}\nContent-Type: text/plain; charset=klingon\n\n1\n--XX--`],
    ['a boundary that goes on', `--XX\n${head}\n\n1\n--XXX\n${head}\n\n2\n--XX--`],
    ['boundaries with nothing between', '--XX\n--XX\n--XX--'],
    ['endless headers', `--XX\n${head}\nX: ${'x'.repeat(20_000)}\n\n1\n--XX--`],
    ['a preamble without measure', `${'x'.repeat(70_000)}\n--XX--`],
    ['an epilogue without measure', `--XX--${'x'.repeat(70_000)}`],
  ])('with %s is malformed', async (_, text) => {
    const { result } = multipart(text)
    await expect(result).rejects.toThrow(BodyMalformed)
  })

  test('with text, a name or a file name that is not UTF-8 is malformed', async () => {
    for (const [before, after] of [
      [`--XX\r\n${head}\r\n\r\n`, '\r\n--XX--'],
      ['--XX\r\nContent-Disposition: form-data; name="', '"\r\n\r\n1\r\n--XX--'],
      ['--XX\r\nContent-Disposition: form-data; name="a"; filename="', '"\r\n\r\n1\r\n--XX--'],
    ] as const) {
      const body = Buffer.concat([utf8.encode(before), Buffer.from([0xff]), utf8.encode(after)])
      const { sink, states } = recordingSink()
      await expect(readBody(requestOf(body, 'multipart/form-data; boundary=XX'), { sink })).rejects.toThrow(
        BodyMalformed,
      )
      expect(states()).toEqual([])
    }
  })

  test.each([
    'multipart/form-data',
    'multipart/form-data; boundary=',
    `multipart/form-data; boundary=${'x'.repeat(201)}`,
    'multipart/form-data; boundary="é"',
  ])('with the type %s is malformed', async (type) => {
    await expect(readBody(requestOf(utf8.encode('--XX--'), type), { sink: nowhere })).rejects.toThrow(BodyMalformed)
  })
})

describe('the limits of a multipart body', () => {
  const field = (name: string, value: string) => `--XX\nContent-Disposition: form-data; name="${name}"\n\n${value}\n`
  const file = (value: string) => `--XX\nContent-Disposition: form-data; name="f"; filename="a"\n\n${value}\n`

  test.each([
    [
      'fieldBytes',
      8,
      `${field('ab', 'cd')}${field('e', 'fgh')}--XX--`,
      `${field('ab', 'cd')}${field('e', 'fghi')}--XX--`,
    ],
    ['fieldCount', 1, `${field('a', '')}--XX--`, `${field('a', '')}${field('b', '')}--XX--`],
    ['fileBytes', 6, `${file('abc')}${file('def')}--XX--`, `${file('abc')}${file('defg')}--XX--`],
    ['fileCount', 1, `${file('')}--XX--`, `${file('')}${file('')}--XX--`],
  ])('%s: %i is enough, one more is too large', async (what, limit, enough, tooMuch) => {
    expect(await multipart(enough, { [what]: limit }).result).toMatchObject({ kind: 'multipart' })
    const { result, states } = multipart(file('before') + tooMuch, { fileCount: 2, fileBytes: 12, [what]: limit })
    await expect(result).rejects.toMatchObject(what === 'fileBytes' ? { what } : { what, limit })
    expect(states().filter((state) => state !== 'aborted')).toEqual([])
  })

  test('are 256 KiB and 256 fields when nobody says otherwise', async () => {
    expect(await multipart(`${field('a', 'x'.repeat(2 ** 18 - 1))}--XX--`).result).toMatchObject({ files: [] })
    await expect(multipart(`${field('a', 'x'.repeat(2 ** 18))}--XX--`).result).rejects.toMatchObject({
      what: 'fieldBytes',
    })
    expect(await multipart(`${field('a', '1').repeat(256)}--XX--`).result).toMatchObject({ files: [] })
    await expect(multipart(`${field('a', '1').repeat(257)}--XX--`).result).rejects.toMatchObject({ what: 'fieldCount' })
    await expect(multipart(`${field('a', '1').repeat(20_000)}`).result).rejects.toMatchObject({ what: 'fieldCount' })
  })
})

describe('a sink', () => {
  const twoFiles = utf8.encode(
    ['a', 'b']
      .map((name) => `--XX\r\nContent-Disposition: form-data; name="${name}"; filename="${name}"\r\n\r\n1234\r\n`)
      .join('') + '--XX--',
  )

  function failing(where: 'open' | 'write' | 'close' | 'abort') {
    const events: string[] = []
    const fail = (what: string, field: string) => {
      events.push(`${what} ${field}`)
      if (what === where && field === 'b') throw new Error(`no ${what}`)
    }
    const sink: FileSink<string> = {
      async open({ field }) {
        fail('open', field)
        return {
          write: () => fail('write', field),
          async close() {
            fail('close', field)
            return field
          },
          abort: async () => fail('abort', field),
        }
      },
    }
    return { sink, events }
  }

  test.each([
    ['open', ['open a', 'write a', 'open b', 'abort a']],
    ['write', ['open a', 'write a', 'open b', 'write b', 'abort a', 'abort b']],
    ['close', ['open a', 'write a', 'open b', 'write b', 'close a', 'close b', 'abort a', 'abort b']],
  ] as const)('that fails in %s is told to forget all files', async (where, expected) => {
    const { sink, events } = failing(where)
    await expect(readBody(requestOf(twoFiles, 'multipart/form-data; boundary=XX'), { sink })).rejects.toThrow(
      `no ${where}`,
    )
    expect(events).toEqual(expected)
  })

  test('that cannot forget says so beside the reason', async () => {
    const { sink, events } = failing('abort')
    const failure = readBody(requestOf(twoFiles.slice(0, -2), 'multipart/form-data; boundary=XX'), { sink })
    await expect(failure).rejects.toMatchObject({ errors: [expect.any(BodyMalformed), new Error('no abort')] })
    expect(events.slice(-2)).toEqual(['abort a', 'abort b'])
  })

  test('gets a large file piece by piece, no faster than it writes', async () => {
    const size = 200 * 2 ** 20
    const piece = new Uint8Array(2 ** 16)
    const before = utf8.encode('--XX\r\nContent-Disposition: form-data; name="file"; filename="large.mp4"\r\n\r\n')
    let produced = 0
    let outstanding = 0
    let mostOutstanding = 0
    let largest = 0
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(before),
      pull(controller) {
        if (produced === size) {
          controller.enqueue(utf8.encode('\r\n--XX--\r\n'))
          controller.close()
          return
        }
        produced += piece.length
        outstanding += piece.length
        mostOutstanding = Math.max(mostOutstanding, outstanding)
        controller.enqueue(piece)
      },
    })
    let written = 0
    const sink: FileSink<number> = {
      open: () => ({
        async write(chunk) {
          largest = Math.max(largest, chunk.length)
          // A slow sink: everything else gets its turn before the bytes are gone.
          await new Promise((resolve) => setImmediate(resolve))
          written += chunk.length
          outstanding -= chunk.length
        },
        close: async () => written,
        abort: async () => {},
      }),
    }
    const result = await readBody(requestOf(body, 'multipart/form-data; boundary=XX'), { sink })
    expect(result).toMatchObject({ files: [{ size, stored: size }] })
    // The chunk being written, and the one that the stream itself keeps ready.
    expect(mostOutstanding).toBeLessThanOrEqual(3 * piece.length)
    expect(largest).toBeLessThanOrEqual(2 * piece.length)
  })
})

describe('a file that came as one chunk', () => {
  test('goes to the sink in pieces nevertheless', async () => {
    const size = 20 * 2 ** 20
    const form = new FormData()
    form.append('file', new Blob([new Uint8Array(size)]), 'large.mp4')
    const { bytes, contentType } = await encode(form)
    const { sink, files } = recordingSink()
    expect(await readBody(requestOf(bytes, contentType), { sink })).toMatchObject({ files: [{ size }] })
    expect(Math.max(...(files[0]?.chunks ?? []).map((chunk) => chunk.length))).toBeLessThanOrEqual(2 ** 17)
  })
})

describe('a client that goes away', () => {
  const start = utf8.encode('--XX\r\nContent-Disposition: form-data; name="file"; filename="a.mp4"\r\n\r\nsome bytes')

  test('while its body is waited for leaves no file', async () => {
    const gone = new AbortController()
    const cancelled = Promise.withResolvers<void>()
    const { sink, states } = recordingSink()
    const pulls = [() => gone.abort(), (controller: ReadableStreamDefaultController) => controller.enqueue(start)]
    const body = new ReadableStream<Uint8Array>(
      { pull: (controller) => pulls.pop()?.(controller), cancel: () => cancelled.resolve() },
      { highWaterMark: 0 },
    )
    const init = {
      method: 'POST',
      body,
      headers: { 'content-type': 'multipart/form-data; boundary=XX' },
      duplex: 'half',
      signal: gone.signal,
    }
    await expect(readBody(new Request('http://double.test/', init as RequestInit), { sink })).rejects.toThrow(
      BodyAborted,
    )
    expect(states()).toEqual(['aborted'])
    await expect(cancelled.promise).resolves.toBeUndefined()
  })

  test('before its body is read is noticed', async () => {
    const init = {
      method: 'POST',
      body: 'a=b',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      signal: AbortSignal.abort(),
    }
    await expect(readBody(new Request('http://double.test/', init), { sink: nowhere })).rejects.toThrow(BodyAborted)
  })
})
