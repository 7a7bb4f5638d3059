import { expect, it } from 'vitest'
import { byTurns, reasonOf } from './turns.ts'

it('goes on without one that fails, and says why it has no values', async () => {
  const said: string[] = []
  const asked: string[] = []
  const say = (line: string) => void said.push(line)
  const { values, notes } = await byTurns([{ name: 'good' }, { name: 'bad' }], 3, say, ({ name }) => {
    asked.push(name)
    const nth = asked.filter((one) => one === name).length
    return name === 'bad' && nth === 2 ? Promise.reject(new Error('refused:\n  busy\r\nall')) : Promise.resolve(nth)
  })
  expect(values).toEqual(
    new Map([
      ['good', [2, 3, 4]],
      ['bad', []],
    ]),
  )
  expect(notes).toEqual(new Map([['bad', 'refused: busy']]))
  expect(said).toEqual(['bad: refused: busy'])
  expect(asked.filter((name) => name === 'bad')).toHaveLength(2)
})

it('says what a long command said at its end', () => {
  const error = new Error(`Command failed: docker run ${'--env X=1 '.repeat(60)}\nno such image\n`)
  expect(reasonOf(error)).toMatch(/^Command failed: docker run .{70,90} … .{180,190}no such image$/)
})
