// What is asked of two object stores at once: an operation drawn by chance, over keys that every store keeps and some that not every one does.
import type { ObjectStore, Upload } from '../../../emulator/objects/object-store.ts'
import type { Chance } from '../../hostile/chance.ts'
import { text } from '../object-store/bytes.ts'

export interface Operation {
  label: string
  run: (store: ObjectStore) => Promise<unknown>
}

/** What answers have told of so far. */
export interface Told {
  etags: string[]
  uploads: Upload[]
}

const kept = `a|a/b|a/b/c|a/|a-b|a.b|b|b/c|b/c/d|c/d|c/|d/e/f|dir|dir/film.mp4|é/ü|x y/z+1|%41|<a>|a*|.a|..b/c|d/.e|🎬|zz/y/|${'x'.repeat(255)}`
const keys = kept.split('|')
/** Nobody writes these, but asks for them. */
const odd = [
  '',
  '/a',
  '//a',
  'a//b',
  '..',
  './a',
  'a/..',
  'a\\..\\b',
  'a\0',
  'a/xl.meta',
  'a__XLDIR__',
  'y'.repeat(300),
]
const prefixes = [
  '',
  '',
  'a',
  'a/',
  'b/',
  'b/c',
  'c',
  'd',
  'd/.',
  'd/..',
  'dir/',
  '.',
  '..',
  'é',
  'x ',
  '/',
  '//',
  '../',
  ' ',
  '%',
]
const delimiters = ['/', '/', '/', 'b', '-', '..', '//', ' ', 'é', '.']
const bodies = ['', 'a', 'abc', 'hello world']

export function drawOperation(chance: Chance, told: Told): Operation {
  const bucket = chance.one(0.85) ? 'films' : chance.one(0.9) ? 'other' : 'nope'
  const key = chance.pick(keys)
  const asked = chance.one(0.8) ? key : chance.pick(odd)
  const etag = () => chance.pick(['0'.repeat(32), ...told.etags])
  const conditions = () =>
    chance.one(0.7) ? {} : chance.one(0.4) ? { ifNoneMatch: '*' as const } : { ifMatch: chance.one(0.3) ? '*' : etag() }
  const operation = (name: string, options: unknown, run: Operation['run']): Operation => ({
    label: `${name} ${bucket} ${JSON.stringify(name === 'put' || name === 'copy' ? key : asked)} ${JSON.stringify(options)}`,
    run,
  })
  const draw = [
    putOne,
    putOne,
    getOne,
    readSome,
    headOne,
    listSome,
    listSome,
    removeOne,
    removeMany,
    copyOne,
    multipart,
  ]
  return chance.pick(draw)()

  function putOne(): Operation {
    const body = chance.pick(bodies)
    const wrong = chance.pick([{}, {}, {}, {}, { expectSize: 2 }, { maxBytes: 2 }, { expectMd5: '0'.repeat(32) }])
    const options = { ...propertiesOf(chance), ...conditions(), ...wrong }
    return operation('put', { body, ...options }, async (store) => {
      const head = await store.put(bucket, key, text(body), options)
      if (!told.etags.includes(head.etag)) told.etags.push(head.etag)
      return head
    })
  }
  function getOne(): Operation {
    const range = { start: chance.pick([0, 1, 3, 11, 100, -1]), end: chance.pick([0, 1, 4, 11, 1000]) }
    const options = { ...(chance.one(0.5) && { range }), ...(chance.one(0.2) && { ifMatch: etag() }) }
    return operation('get', options, async (store) => {
      const got = await store.get(bucket, asked, options)
      return { ...got, body: await new Response(got.body).text() }
    })
  }
  function readSome(): Operation {
    const [start, end] = [chance.pick([0, 1, 20, -3]), chance.pick([0, 1, 5, 20])]
    return operation('read', { start, end }, async (store) => [...(await store.readRange(bucket, asked, start, end))])
  }
  function headOne(): Operation {
    return operation('head', {}, (store) => store.head(bucket, asked))
  }
  function listSome(): Operation {
    const options = {
      prefix: chance.pick(prefixes),
      ...(chance.one(0.6) && { delimiter: chance.pick(delimiters) }),
      ...(chance.one(0.4) && { after: chance.pick([...keys, ...odd]) }),
      ...(chance.one(0.6) && { limit: chance.pick([0, 1, 2, 3, 10, 2000]) }),
    }
    return operation('list', options, (store) => store.list(bucket, options))
  }
  function removeOne(): Operation {
    return operation('delete', {}, (store) => store.delete(bucket, asked))
  }
  function removeMany(): Operation {
    const wanted = [asked, ...chance.some(2, () => chance.pick(keys)), ...chance.some(2, () => chance.pick(odd))]
    return operation('delete many', wanted, (store) => store.deleteMany(bucket, wanted))
  }
  function copyOne(): Operation {
    const from = { bucket, key: asked }
    const to = { bucket: chance.one(0.8) ? bucket : 'other', key }
    const options = {
      ...conditions(),
      ...(chance.one(0.4) && { replace: propertiesOf(chance) }),
      ...(chance.one(0.2) && { sourceIfMatch: etag() }),
    }
    return operation('copy', { from, to, ...options }, (store) => store.copy(from, to, options))
  }
  function multipart(): Operation {
    const upload = told.uploads.length > 0 && chance.one(0.8) ? chance.pick(told.uploads) : undefined
    const options = propertiesOf(chance)
    if (!upload)
      return operation('upload', options, async (store) => {
        const begun = await store.createUpload(bucket, key, options)
        if (!told.uploads.some(({ id }) => id === begun.id)) told.uploads.push(begun)
        return begun
      })
    const [number, asIs] = [chance.pick([1, 2, 3, 0, 10_001]), conditions()]
    const steps: [string, Operation['run']][] = [
      ['part', (store) => store.putPart(upload, number, text(`part ${number}`))],
      ['parts', (store) => store.listParts(upload)],
      ['abort', (store) => store.abortUpload(upload)],
      [
        'complete',
        async (store) => store.completeUpload(upload, (await store.listParts(upload)).parts.slice(-1), asIs),
      ],
    ]
    const [step, run] = chance.pick(steps)
    return operation(step, { upload, number, ...asIs }, run)
  }
}

function propertiesOf(chance: Chance) {
  const name = chance.pick(['name', 'Na-Me', 'a b', 'é', '__proto__'])
  return {
    ...(chance.one(0.4) && { contentType: chance.pick(['text/plain', '', 'text/plain; charset=é']) }),
    ...(chance.one(0.4) && { metadata: { [name]: chance.pick(['v', '', ' v ', 'é', 'a\nb', 'y'.repeat(3000)]) } }),
    ...(chance.one(0.2) && { cacheControl: chance.pick(['no-cache', '', 'é']) }),
    ...(chance.one(0.2) && { contentEncoding: chance.pick(['gzip', 'aws-chunked']), contentLanguage: 'de' }),
    ...(chance.one(0.2) && { expires: chance.pick(['Thu, 01 Jan 2026 00:00:00 GMT', 'never', '0']) }),
    ...(chance.one(0.2) && { publicRead: true }),
  }
}
