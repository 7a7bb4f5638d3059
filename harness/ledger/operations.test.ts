import { describe, expect, it } from 'vitest'
import { served } from './operations.ts'

const sections = served.flatMap(({ facts, sections }) => sections.map((section) => ({ ...section, vendor: facts })))

describe.each(sections)('the operations of $service, $title', ({ operations, facts, vendor }) => {
  it('have names, each one its own', () => {
    const names = operations.map(({ name }) => name)
    expect(names).not.toContain('')
    expect(new Set(names).size).toBe(names.length)
  })

  it('are each asked for in some way, and no two in the same', () => {
    const requests = operations.flatMap(({ name, requests }) => requests.map((request) => ({ name, request })))
    expect(operations.filter(({ requests }) => requests.length === 0)).toEqual([])
    // What one method asks of an upload's location is told apart by headers.
    const plain = requests.filter(({ request }) => !request.endsWith(' LOCATION')).map(({ request }) => request)
    expect(plain.filter((request, at) => plain.indexOf(request) !== at)).toEqual([])
  })

  it('have facts, and there are none of operations that are not served', () => {
    expect(Object.keys(facts).toSorted()).toEqual(operations.map(({ name }) => name).toSorted())
  })

  it('have marks that are explained, each once, and a section', () => {
    for (const [marks, where] of Object.values(facts)) {
      expect(Object.keys(vendor.marks)).toEqual(expect.arrayContaining([...marks]))
      expect(new Set(marks).size).toBe(marks.length)
      expect(where).toMatch(/\S/)
    }
  })
})

it('no two APIs of a service have a mount and an operation in common', () => {
  const all = sections.flatMap(({ service, mounts, operations }) =>
    mounts.flatMap((mount) => operations.map(({ name }) => `${service} ${mount} ${name}`)),
  )
  expect(all.filter((one, at) => all.indexOf(one) !== at)).toEqual([])
})
