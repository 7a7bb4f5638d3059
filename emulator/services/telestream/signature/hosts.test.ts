import { describe, expect, it } from 'vitest'
import { acceptableHosts } from './hosts.ts'

describe('acceptableHosts', () => {
  it('begins with the host without its port, in lower case', () => {
    expect(acceptableHosts('API.Example.com:4600')).toEqual([
      'api.example.com',
      'API.Example.com',
      'api.example.com:4600',
      'API.Example.com:4600',
    ])
  })

  it('names each host once, the public names last', () => {
    expect(acceptableHosts('localhost', ['api.pandastream.com', 'localhost'])).toEqual([
      'localhost',
      'api.pandastream.com',
    ])
  })

  it('knows the port of an IPv6 address from its groups', () => {
    expect(acceptableHosts('[::1]:4600')).toEqual(['[::1]', '[::1]:4600'])
    expect(acceptableHosts('[::1]')).toEqual(['[::1]'])
  })
})
