import { createHmac } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sign, signHex } from './sign.ts'

const reference = (secret: string, text: string) => createHmac('sha256', secret).update(text)

describe('sign', () => {
  it("gives the signature of the vendor's documentation", () => {
    const text =
      'GET\napi.pandastream.com\n/videos.json\naccess_key=abcdefgh&cloud_id=123456789&timestamp=2011-03-01T15%3A39%3A10.260762Z'
    expect(sign('ijklmnop', text)).toBe('kVnZs/NX13ldKPdhFYoVnoclr8075DwiZF0TGgIbMsc=')
  })

  it('is HMAC-SHA256 in base64, and in hex on request, for any secret and text', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 300 })
    fc.assert(
      fc.property(text, text, (secret, text) => {
        expect(sign(secret, text)).toBe(reference(secret, text).digest('base64'))
        expect(signHex(secret, text)).toBe(reference(secret, text).digest('hex'))
      }),
    )
  })

  it('is so for texts of every length around its buffer', () => {
    for (const length of [1365, 1366, 4096, 4097, 100_000]) {
      const text = '♥'.repeat(length)
      expect(sign('secret', text)).toBe(reference('secret', text).digest('base64'))
    }
  })

  it('stays right when more secrets are in use than it remembers', () => {
    for (const round of [1, 2]) {
      for (let n = 0; n < 300; n++) {
        const text = `${round} ${n}`
        expect(sign(`secret ${n}`, text)).toBe(reference(`secret ${n}`, text).digest('base64'))
      }
    }
  })
})
