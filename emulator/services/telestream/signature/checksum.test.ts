import { describe, expect, it } from 'vitest'
import { bodyChecksum, checksumMatches } from './checksum.ts'

const body = new TextEncoder().encode('{"source_url":"http://files.com/a.mp4","profiles":"h264"}')
const checksum = '35cfb0891a1abd5ce59a3f60b2f840b8af8a1bbd567b316833c4624b993b0477'

describe('the checksum of signature version 2', () => {
  it('is the lower-case hex SHA-256 of the body', () => {
    expect(bodyChecksum(body)).toBe(checksum)
    expect(checksumMatches(checksum, body)).toBe(true)
  })

  it('does not match in upper case, cut, or for another body', () => {
    expect(checksumMatches(checksum.toUpperCase(), body)).toBe(false)
    expect(checksumMatches(checksum.slice(1), body)).toBe(false)
    expect(checksumMatches(checksum, body.subarray(1))).toBe(false)
  })
})
