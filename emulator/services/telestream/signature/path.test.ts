import { describe, expect, it } from 'vitest'
import { signedPaths, trimPath } from './path.ts'

describe('the path as it is signed', () => {
  it('is the path as it is, mostly', () => {
    expect(signedPaths('/videos.json')).toEqual(['/videos.json'])
    expect(signedPaths('/')).toEqual(['/'])
  })

  it('is trimmed of slashes and white space first, then as received', () => {
    expect(signedPaths('/videos.json/')).toEqual(['/videos.json', '/videos.json/'])
    expect(signedPaths('//videos.json')).toEqual(['/videos.json', '//videos.json'])
    expect(trimPath(' /videos/a b.json\n')).toBe('/videos/a b.json')
    expect(trimPath('videos.json')).toBe('/videos.json')
    expect(trimPath('//')).toBe('/')
    expect(trimPath('')).toBe('/')
  })

  it('is decoded last, as the 2016 Python SDK signs a name that its user typed', () => {
    expect(signedPaths('/profiles/My%20film%20%E2%99%A5.json')).toEqual([
      '/profiles/My%20film%20%E2%99%A5.json',
      '/profiles/My film ♥.json',
    ])
    expect(signedPaths('/profiles/100%.json')).toEqual(['/profiles/100%.json'])
  })

  it('keeps slashes inside', () => {
    expect(signedPaths('/videos//x.json')).toEqual(['/videos//x.json'])
  })
})
