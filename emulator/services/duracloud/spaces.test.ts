import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { clientAs, duraCloudClient, type DuraCloudClient } from '../../../harness/duracloud-client.ts'
import { createEmulator, type Emulator } from '../../index.ts'
import { spaceNameMistake } from './space-names.ts'

let emulator: Emulator
let admin: DuraCloudClient
let root: DuraCloudClient
let user: DuraCloudClient
let nobody: DuraCloudClient
beforeEach(async () => {
  emulator = await createEmulator({ scenario: 'empty' })
  const { main } = emulator.worlds
  admin = duraCloudClient(emulator, main, 'admin')
  root = duraCloudClient(emulator, main, 'root')
  user = duraCloudClient(emulator, main, 'user')
  nobody = duraCloudClient(emulator, main, 'nobody')
})
afterEach(() => emulator.close())

const notFound = 'due to: No S3 bucket found matching spaceID: nope'

describe('stores', () => {
  it('are listed as JDOM lays them out', async () => {
    const { text, headers } = await user.get('/stores')
    expect(headers.get('content-type')).toBe('application/xml')
    expect(text.split('\r\n')).toEqual([
      '<?xml version="1.0" encoding="UTF-8"?>',
      '<storageProviderAccounts>',
      ...[
        ['1', '1', 'AMAZON_S3'],
        ['0', '2', 'CHRONOPOLIS'],
        ['0', '3', 'AMAZON_GLACIER'],
      ].flatMap(([primary, id, type]) => [
        `  <storageAcct ownerId="0" isPrimary="${primary}">`,
        `    <id>${id}</id>`,
        `    <storageProviderType>${type}</storageProviderType>`,
        '  </storageAcct>',
      ]),
      '</storageProviderAccounts>',
      '',
      '',
    ])
  })
})

describe('a space', () => {
  it('is created with 201 and its URL, also a second time, and listed at once', async () => {
    const created = await admin.put('/my-space?storeID=2')
    expect(created).toMatchObject({ status: 201, text: '' })
    expect(created.headers.get('location')).toBe(`${emulator.url}/durastore/my-space?storeID=2`)
    expect((await admin.put('/my-space?storeID=2')).status).toBe(201)
    expect((await admin.get('/spaces?storeID=2')).text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\r\n<spaces><space id="my-space" /></spaces>\r\n',
    )
    expect((await admin.get('/spaces')).text).toBe('<?xml version="1.0" encoding="UTF-8"?>\r\n<spaces />\r\n')
  })

  it('tells when it was created and how much is in it', async () => {
    await admin.put('/my-space')
    const { status, headers, text } = await admin.get('/my-space')
    expect(status).toBe(200)
    expect(text).toBe('<?xml version="1.0" encoding="UTF-8"?>\r\n<space id="my-space" />\r\n')
    expect(headers.get('x-dura-meta-space-created')).toBe('2026-01-01T00:00:00')
    expect(headers.get('x-dura-meta-space-count')).toBe('0')
    expect([...(await admin.head('/my-space')).headers].sort()).toEqual([
      ['x-dura-meta-space-count', '0'],
      ['x-dura-meta-space-created', '2026-01-01T00:00:00'],
    ])
  })

  it('keeps apart names that would share a bucket', async () => {
    for (const name of ['abc', 'abc.']) {
      expect((await admin.put(`/${name}`)).status).toBe(201)
    }
    const buckets = (await emulator.worlds.main.objects.listBuckets()).map(({ name }) => name)
    expect(buckets).toEqual(['duracloud-1.abc', 'duracloud-1.abc-2'])
  })

  it('is gone with its content after it was deleted', async () => {
    await admin.put('/my-space')
    const deleted = await admin.delete('/my-space')
    expect(deleted).toMatchObject({ status: 200, text: 'Space my-space deleted successfully' })
    expect(deleted.headers.get('content-type')).toBe('text/plain')
    expect((await admin.head('/my-space')).status).toBe(404)
    expect(await emulator.worlds.main.objects.listBuckets()).toEqual([])
    expect((await admin.put('/my-space')).status).toBe(201)
  })

  it.each([
    ['GET', '/nope', `Error attempting to build space XML for 'nope' ${notFound}`],
    ['DELETE', '/nope', `Error attempting to delete space 'nope' ${notFound}`],
    ['POST', '/acl/nope', `Error attempting to update space ACLs for 'nope' ${notFound}`],
    ['GET', '/nope?storeID=9', "Error attempting to build space XML for 'nope' due to: No store exists with ID 9"],
  ])('%s %s is 404 in a sentence', async (method, path, text) => {
    expect(await admin.send(method, path)).toMatchObject({ status: 404, text })
  })

  it('of an unknown store is refused in other ways', async () => {
    expect(await admin.put('/my-space?storeID=9')).toMatchObject({ status: 400, text: 'No store exists with ID 9' })
    const listing = await admin.get('/spaces?storeID=9')
    expect(listing).toMatchObject({ status: 500, text: 'Error attempting to build spaces XML' })
    expect(listing.headers.get('content-type')).toBe('application/xml')
  })

  it('answers HEAD of what is missing with a status alone', async () => {
    expect(await admin.head('/nope')).toMatchObject({ status: 404, text: '' })
    expect(await admin.head('/acl/nope')).toMatchObject({ status: 404, text: '' })
  })

  it('takes no maxResults that is no number', async () => {
    await admin.put('/my-space')
    for (const odd of ['ten', '1.0', '9223372036854775808'])
      expect((await admin.get(`/my-space?maxResults=${odd}`)).status, odd).toBe(404)
    for (const asked of ['', '-1', '9223372036854775807'])
      expect((await admin.get(`/my-space?maxResults=${asked}`)).status, asked).toBe(200)
  })

  it.each([
    ['POST', '/my-space', 'GET,HEAD,PUT,DELETE,OPTIONS'],
    ['GET', '/acl/my-space', 'HEAD,POST,OPTIONS'],
    ['PUT', '/stores', 'GET,HEAD,OPTIONS'],
    ['DELETE', '/spaces', 'GET,HEAD,OPTIONS'],
  ])('%s %s is no method of its resource', async (method, path, allow) => {
    const answer = await root.send(method, path)
    expect(answer.status).toBe(405)
    expect(answer.headers.get('allow')).toBe(allow)
  })
})

describe('names of spaces', () => {
  it.each([
    ['ab', 'Space ID must be between 3 and 42 characters long'],
    ['a'.repeat(43), 'Space ID must be between 3 and 42 characters long'],
    ['My-Space', 'Only lowercase letters, numbers, periods, and dashes may be used in a Space ID'],
    ['my_space', 'Only lowercase letters, numbers, periods, and dashes may be used in a Space ID'],
    ['1space', 'A Space ID must begin with a lowercase letter.'],
    ['-space', 'A Space ID must begin with a lowercase letter.'],
    ['space.1x', 'The last period in a Space ID may not be immediately followed by a number.'],
    ['space-', 'A Space ID must end with a lowercase letter, number, or period'],
    ['my..space', "A Space ID must not contain '..' '-.' or '.-'"],
    ['my.-space', "A Space ID must not contain '..' '-.' or '.-'"],
  ])('%s: %s', async (name, message) => {
    expect(spaceNameMistake(name)).toBe(message)
    const answer = await admin.put(`/${name}`)
    expect(answer).toMatchObject({ status: 400, text: message })
    expect(answer.headers.get('content-type')).toBe('text/plain')
  })

  it.each(['%20blank%20', 'blank%0a'])('have no blanks around them: %s', async (id) => {
    expect(await admin.put(`/${id}`)).toMatchObject({
      status: 400,
      text: 'Only lowercase letters, numbers, periods, and dashes may be used in a Space ID',
    })
  })

  it.each(['abc', 'a'.repeat(42), 'a.1.b', 'a-b', 'abc.'])('%s is one', (name) => {
    expect(spaceNameMistake(name)).toBeUndefined()
  })
})

describe('ACLs', () => {
  beforeEach(() => admin.put('/my-space'))

  it('give the creator the right to write', async () => {
    const { headers } = await admin.head('/acl/my-space')
    expect([...headers]).toEqual([['x-dura-meta-acl-admin', 'WRITE']])
  })

  it('are replaced as a whole, and decide who sees and reads a space', async () => {
    expect((await user.get('/my-space')).status).toBe(403)
    expect((await user.get('/spaces')).text).not.toContain('my-space')
    expect(await admin.post('/acl/my-space', undefined, { 'X-Dura-Meta-ACL-user': 'READ' })).toMatchObject({
      status: 200,
      text: 'Space my-space ACLs updated successfully',
    })
    expect([...(await admin.head('/acl/my-space')).headers]).toEqual([['x-dura-meta-acl-user', 'READ']])
    expect((await user.get('/my-space')).status).toBe(200)
    expect((await user.get('/spaces')).text).toContain('my-space')
    expect((await nobody.get('/my-space')).status).toBe(401)
  })

  it('let a group in, and everybody', async () => {
    const world = await emulator.worlds.create({
      name: 'groups',
      credentials: {
        duracloud: [
          { username: 'boss', password: 'b', roles: ['ROLE_OWNER'] },
          { username: 'jane', password: 'j', roles: ['ROLE_USER'], groups: ['group-curators'] },
        ],
      },
    })
    const boss = clientAs(emulator, { username: 'boss', password: 'b' })
    const jane = clientAs(emulator, { username: 'jane', password: 'j' })
    expect(world.name).toBe('groups')
    await boss.put('/shared')
    expect((await jane.get('/shared')).status).toBe(403)
    await boss.post('/acl/shared', undefined, { 'x-dura-meta-acl-group-curators': 'WRITE' })
    expect((await jane.get('/shared')).status).toBe(200)
    await boss.post('/acl/shared', undefined, { 'x-dura-meta-acl-group-public': 'READ' })
    const publicly = clientAs({ fetch: emulator.fetch, url: `${emulator.url}/w/groups` }, undefined)
    expect((await publicly.get('/shared')).status).toBe(200)
    expect((await publicly.get('/spaces')).text).toContain('shared')
    expect((await publicly.put('/shared/x', 'y')).status).toBe(401)
  })

  it('take READ and WRITE only', async () => {
    expect((await admin.post('/acl/my-space', undefined, { 'x-dura-meta-acl-user': 'read' })).status).toBe(500)
    expect([...(await admin.head('/acl/my-space')).headers]).toEqual([['x-dura-meta-acl-admin', 'WRITE']])
  })
})
