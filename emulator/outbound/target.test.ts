import { describe, expect, test } from 'vitest'
import { checkedAddresses, readUrl, takeCredentials } from './target.ts'

const noLookUp = async () => Promise.reject(new Error('no look-up expected'))

function addresses(url: string, options: { allowOutbound?: boolean; answers?: string[] } = {}) {
  const { answers } = options
  return checkedAddresses(readUrl(url), {
    allowOutbound: options.allowOutbound ?? false,
    resolve: answers === undefined ? noLookUp : async () => answers,
  })
}

describe('an address in a URL', () => {
  test.each([
    ['http://127.0.0.1/', '127.0.0.1'],
    ['http://127.1/', '127.0.0.1'],
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f000001/', '127.0.0.1'],
    ['http://0x7f.0.0.1/', '127.0.0.1'],
    ['http://0177.0.0.1/', '127.0.0.1'],
    ['http://017700000001/', '127.0.0.1'],
    ['http://127.0.0.1./', '127.0.0.1'],
    ['http://%31%32%37.0.0.1/', '127.0.0.1'],
    ['http://①②⑦.⓪.⓪.①/', '127.0.0.1'],
    ['http://127。0。0。1/', '127.0.0.1'],
    ['http://0/', '127.0.0.1'],
    ['http://0.0.0.0:3000/', '127.0.0.1'],
    ['http://[::]/', '::1'],
    ['http://[::1]/', '::1'],
    ['http://[0:0:0:0:0:0:0:1]/', '::1'],
    ['http://[::ffff:127.0.0.1]/', '127.0.0.1'],
    ['http://[::ffff:7f00:1]/', '127.0.0.1'],
    ['http://10.1/', '10.0.0.1'],
    ['http://[fd00::1]/', 'fd00::1'],
  ])('%s connects to %s', async (url, address) => {
    expect(await addresses(url)).toEqual([address])
  })

  test.each([
    'http://169.254.169.254/',
    'http://2852039166/',
    'http://0xa9fea9fe/',
    'http://0251.0376.0251.0376/',
    'http://0xa9.254.0251.254/',
    'http://169.254.43518/',
    'http://169.254.169.254./',
    'http://[::ffff:169.254.169.254]/',
    'http://[::ffff:a9fe:a9fe]/',
    'http://[64:ff9b::a9fe:a9fe]/',
    'http://[2002:a9fe:a9fe::]/',
    'http://[fd00:ec2::254]/',
    'http://[fe80::1]/',
    'http://127.0.0.1@169.254.169.254/',
    'http://localhost:80@169.254.169.254:80/',
    'http://169.254.169.254#@127.0.0.1/',
    'http://169.254.169.254?@127.0.0.1/',
    'http://169.254.169.254\\@127.0.0.1/',
    'http:\\\\169.254.169.254',
    'http:///169.254.169.254/',
    'http://①⑥⑨.②⑤④.①⑥⑨.②⑤④/',
    'http://169。254。169。254/',
    'http://%31%36%39.254.169.254/',
    'http://169.254.169.254\t/',
    'http://[0:0:0:0:0:ffff:169.254.169.254]/',
    'http://[::169.254.169.254]/',
    'http://[64:ff9b:1::a9fe:a9fe]/',
    'http://224.0.0.1/',
    'http://[ff02::1]/',
    'http://255.255.255.255/',
    'http://1/',
  ])('%s is refused, allowOutbound or not', async (url) => {
    await expect(addresses(url)).rejects.toMatchObject({ reason: 'forbidden-address' })
    await expect(addresses(url, { allowOutbound: true })).rejects.toMatchObject({ reason: 'forbidden-address' })
  })

  test.each([
    'http://93.184.216.34/',
    'http://0x5db8d822/',
    'http://[2606:2800:220:1::1]/',
    'http://[64:ff9b::a00:1]/',
  ])('%s needs allowOutbound', async (url) => {
    await expect(addresses(url)).rejects.toThrow(
      /is not a loopback or private address; start with --allow-outbound to let it through$/,
    )
    expect(await addresses(url, { allowOutbound: true })).toHaveLength(1)
  })
})

describe('a name in a URL', () => {
  test.each(['http://localhost/', 'http://LOCALHOST/', 'http://localhost./', 'http://app.localhost/'])(
    '%s is loopback without a look-up',
    async (url) => {
      expect(await addresses(url)).toEqual(['127.0.0.1', '::1'])
    },
  )

  test('connects to the private addresses that it resolves to, all of them', async () => {
    expect(await addresses('http://minio/', { answers: ['172.18.0.2', 'fd12::2'] })).toEqual(['172.18.0.2', 'fd12::2'])
  })

  test('is refused when it resolves to a public address, unless outbound requests are allowed', async () => {
    const answers = ['93.184.216.34']
    await expect(addresses('http://files.com/', { answers })).rejects.toMatchObject({
      reason: 'forbidden-address',
      message:
        'files.com resolves to 93.184.216.34, which is not a loopback or private address; start with --allow-outbound to let it through',
    })
    expect(await addresses('http://files.com/', { answers, allowOutbound: true })).toEqual(answers)
  })

  test.each([['169.254.169.254'], ['fd00:ec2::254'], ['::ffff:169.254.169.254'], ['fe80::1%eth0']])(
    'is refused when it resolves to %s, allowOutbound or not',
    async (answer) => {
      for (const allowOutbound of [false, true]) {
        await expect(addresses('http://metadata.example/', { answers: [answer], allowOutbound })).rejects.toMatchObject(
          { reason: 'forbidden-address', message: expect.stringContaining(answer) },
        )
      }
    },
  )

  test('is refused when one of its addresses is forbidden, wherever it stands', async () => {
    for (const answers of [
      ['127.0.0.1', '93.184.216.34'],
      ['93.184.216.34', '127.0.0.1'],
    ]) {
      await expect(addresses('http://mixed.example/', { answers })).rejects.toMatchObject({
        reason: 'forbidden-address',
      })
    }
    await expect(
      addresses('http://mixed.example/', { answers: ['93.184.216.34', '169.254.169.254'], allowOutbound: true }),
    ).rejects.toMatchObject({ reason: 'forbidden-address' })
  })

  test.each([
    ['no answer', []],
    ['an answer that is no address', ['nonsense']],
  ])('is refused for the DNS with %s', async (_, answers) => {
    await expect(addresses('http://files.com/', { answers })).rejects.toMatchObject({ reason: 'dns' })
  })

  test('is refused for the DNS when the look-up fails', async () => {
    await expect(addresses('http://files.com/')).rejects.toMatchObject({
      reason: 'dns',
      message: expect.stringContaining('files.com'),
    })
  })
})

describe('readUrl', () => {
  test.each(['', 'not a url', '//host', 'http://', 'http://[::1', 'http://[fe80::1%25eth0]/', 'http://1.2.3.4.5/'])(
    '%j is no URL',
    (text) => {
      expect(() => readUrl(text)).toThrow(expect.objectContaining({ reason: 'bad-url' }))
    },
  )

  test.each(['ftp://127.0.0.1/', 'file:///etc/passwd', 'data:,x', 'javascript:1', 'ws://127.0.0.1/', 'localhost:3000'])(
    '%s is not http or https',
    (text) => {
      expect(() => readUrl(text)).toThrow(/is not an http or https URL$/)
    },
  )
})

describe('takeCredentials', () => {
  test('turns user and password into a Basic header and out of the URL', () => {
    const url = readUrl('http://us%C3%A9r:p%40ss@127.0.0.1/a')
    expect(takeCredentials(url)).toBe(`Basic ${Buffer.from('usér:p@ss').toString('base64')}`)
    expect(url.href).toBe('http://127.0.0.1/a')
  })

  test('finds none in a URL without a user', () => {
    expect(takeCredentials(readUrl('http://127.0.0.1/a'))).toBeUndefined()
  })

  test('refuses broken percent-encoding', () => {
    expect(() => takeCredentials(readUrl('http://%ff:x@127.0.0.1/'))).toThrow(
      expect.objectContaining({ reason: 'bad-url' }),
    )
  })
})
