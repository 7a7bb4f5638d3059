// The whole double runs in a browser tab: nothing that its entry reaches there may be one of Node's own modules.
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { browserGraph } from './module-graph.ts'

const source = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url))

it('reaches no built-in module of Node from its entry in a browser', async () => {
  const graph = await browserGraph(source('emulator/index.ts'))
  expect(graph.builtins).toEqual([])
  expect(graph.problems).toEqual([])
  expect(graph.modules).toContain('emulator/platform/browser.ts')
  expect(graph.modules).toContain('emulator/services/telestream/index.ts')
  expect(graph.modules.filter((path) => path.startsWith('emulator/platform/node'))).toEqual([])
})

it('reaches none from the handlers for msw either', async () => {
  const graph = await browserGraph(source('harness/msw/index.ts'))
  expect(graph.builtins).toEqual([])
  expect(graph.modules.join('\n')).toContain('node_modules/msw/lib/http/index.js')
})

it('reaches nothing but the words from what scenarios are written with', async () => {
  const { builtins, modules, problems } = await browserGraph(source('fixtures/scenario.ts'))
  expect([...builtins, ...problems]).toEqual([])
  expect(modules.filter((path) => !/^fixtures\/(scenario\.ts|sentences\/)/.test(path))).toEqual([])
})

it('would name the chain of imports that leads to one', async () => {
  const graph = await browserGraph(source('emulator/platform/node-transport.ts'))
  expect(graph.builtins).toContain('emulator/platform/node-transport.ts → node:http')
})

it('follows dynamic imports', async () => {
  const graph = await browserGraph(source('emulator/platform/node.ts'))
  expect(graph.builtins.join('\n')).toMatch(
    /^emulator\/platform\/node\.ts → emulator\/objects\/directory-blobs\.ts → .*node:/m,
  )
})
