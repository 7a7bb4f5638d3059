import { expect, test } from 'vitest'
import { runCli } from '../../harness/cli-process.ts'
import { misspeltVariables } from './misspelt-variables.ts'

test('a variable that is nearly one is told of, with the one that was meant', () => {
  expect(misspeltVariables({ STUNTDOUBLE_PROT: '1', STUNTDOUBLE_SCENARIOS: 'archive', PATH: '/bin' })).toEqual([
    'there is no variable STUNTDOUBLE_PROT; did you mean STUNTDOUBLE_PORT?',
    'there is no variable STUNTDOUBLE_SCENARIOS; did you mean STUNTDOUBLE_SCENARIO?',
  ])
})

test('what is right, what others set, and what is like nothing is nobody’s concern', () => {
  const env = { STUNTDOUBLE_PORT: '1', STUNTDOUBLE_URL: 'http://127.0.0.1:1', STUNTDOUBLE_AUTOPSIES: '5' }
  const kubernetes = {
    STUNTDOUBLE_SERVICE_HOST: '10.0.0.9',
    STUNTDOUBLE_SERVICE_PORT: '4600',
    STUNTDOUBLE_PORT_4600_TCP: 'x',
  }
  expect(misspeltVariables({ ...env, ...kubernetes })).toEqual([])
})

test('the double begins all the same', async () => {
  expect(await runCli(['exec', '--', process.execPath, '-e', ''], { STUNTDOUBLE_CLOK: 'frozen' })).toMatchObject({
    status: 0,
    stderr: 'stuntdouble: there is no variable STUNTDOUBLE_CLOK; did you mean STUNTDOUBLE_CLOCK?\n',
  })
})
