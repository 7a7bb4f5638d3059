// What Go's encoding/json asks of each answer: the types of the structs in the official Go SDK's package `stores` (store.go,
// watch_rule.go, object_url.go, validate_bucket_response.go). A field may be missing or null; one of another type is an error.
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import {
  apiExample,
  credentials,
  exampleStore,
  storesDouble,
  type StoresDouble,
} from '../../../../harness/stores-double.ts'

const text = z.string().nullish()
const truth = z.boolean().nullish()
const names = ['host', 'port', 'cache_control', 'metadata', 'fasp_port', 'ssh_port', 'max_rate', 'min_rate', 'policy']
const store = z.object({
  id: text,
  name: text,
  provider: text,
  account_id: text,
  bucket_name: text,
  input_store: truth,
  watch_interval: z.int32().nullish(),
  region: text,
  private_access: truth,
  base_upload_url: text,
  provider_specific_settings: z.object(Object.fromEntries(names.map((name) => [name, text]))).nullish(),
})
const watchRule = z.object({
  id: text,
  store_id: text,
  service_id: text,
  service_name: text,
  filters: z.unknown(),
  // time.Time: null is nothing, "" is an error.
  sync_scheduled_at: z.iso.datetime().nullish(),
  synced: truth,
  enabled: truth,
})

let double: StoresDouble
beforeEach(async () => {
  double = await storesDouble()
})
afterEach(() => double[Symbol.asyncDispose]())

it('every answer that the Go SDK decodes has its types, whatever was sent', async () => {
  const settings = { port: 21, host: 'ftp.example', metadata: { a: 1 }, max_rate: null, other: [1] }
  const body = { name: 'ftp', provider: 2, bucket_name: 'my-bucket', region: 'us-east-1', ...credentials }
  const made = await double.stores('POST', '/stores', {
    ...body,
    watch_interval: '5',
    provider_specific_settings: settings,
  })
  expect(store.parse(made.body)).toMatchObject({
    provider: 'FTP',
    watch_interval: 5,
    provider_specific_settings: { port: '21' },
  })
  // StoreBody has no omitempty: what Go's user does not set is sent as "".
  const empty = { name: 'ftp 2', provider: '', bucket_name: '', region: '', access_key: '', secret_key: '' }
  const { id } = store.parse(made.body)
  const changed = await double.stores('PATCH', `/stores/${id}`, empty)
  expect(store.parse(changed.body)).toEqual({ ...store.parse(made.body), name: 'ftp 2' })
  expect(z.array(store).parse((await double.stores('GET', '/stores')).body)).toHaveLength(2)
  expect(store.parse((await double.stores('GET', `/stores/${id}`)).body).name).toBe('ftp 2')

  const rule = { store_id: id, service_name: 'vantage-cloud-port', service_id: apiExample, enabled: true }
  const year1 = { ...rule, sync_scheduled_at: '0001-01-01T00:00:00Z' }
  const { body: watched } = await double.stores('POST', '/watch_rules', year1)
  const path = `/watch_rules/${watchRule.parse(watched).id}`
  await double.stores('POST', `${path}/sync`)
  expect(watchRule.parse((await double.stores('GET', path)).body).sync_scheduled_at).toBe('2026-01-01T00:00:00Z')
  // `enabled: false` is left out by Go: a rule is not switched on or off by what is not there.
  expect(watchRule.parse((await double.stores('PATCH', path, year1)).body).enabled).toBe(true)
  expect(z.array(watchRule).parse((await double.stores('GET', '/watch_rules')).body)).toHaveLength(1)

  const url = await double.stores('GET', `/stores/${exampleStore}/object_url?expires_in=60&path=a`)
  expect(z.object({ url: z.url() }).parse(url.body).url).toContain('/demo-bucket/a?')
  const link = '/service/flip/id/f'
  await double.stores('POST', `/stores/${exampleStore}${link}`)
  expect(z.array(z.string()).parse((await double.stores('GET', `/stores${link}`)).body)).toEqual([exampleStore])
})
