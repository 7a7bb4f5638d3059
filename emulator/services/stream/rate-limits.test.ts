import { expect, test } from 'vitest'
import type { Caller } from './caller.ts'
import { platformOf } from './rate-limits.ts'

const server: Caller = { kind: 'server' }
const user: Caller = { kind: 'user', userId: 'john', role: undefined, callCids: [] }

test.each<[string, string, Caller | undefined]>([
  ['server_side', 'stream-node-0.7.64', server],
  ['server_side', 'stream-video-react-v1', server],
  ['server_side', '', undefined],
  ['web', 'stream-video-react-v1.2.3|os=iOS|browser=Safari', user],
  ['web', 'stream-video-js', user],
  ['web', '', { kind: 'anonymous' }],
  ['android', 'stream-video-android-1.0.0|os=Android 14', user],
  ['ios', 'stream-video-swift-client-v1.0.0', user],
  ['unity', 'stream-unity-client-1.0', user],
])('%s is the platform of %j', (platform, client, caller) => {
  const request = new Request('http://127.0.0.1/video', { headers: { 'x-stream-client': client } })
  expect(platformOf(request, caller)).toBe(platform)
})
