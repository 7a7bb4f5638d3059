import { execFileSync } from 'node:child_process'
import { parseEnv } from 'node:util'
import { expect, test } from 'vitest'
import { formatEnv } from './format-env.ts'

const plain = { URL: 'http://127.0.0.1:4600/w/a-b', KEY: 'AKIA+/=~%', EMPTY: '' }
const awkward = { ...plain, SPACE: 'a b', HASH: 'a#b', QUOTE: `it's`, DOLLAR: '$HOME `id`', DOUBLE: 'say "hi"' }

test('a shell reads back what was meant', () => {
  const script = `${formatEnv(awkward, 'shell')}exec "${process.execPath}" -p 'JSON.stringify(process.env)'`
  expect(JSON.parse(execFileSync('sh', ['-c', script], { encoding: 'utf8' }))).toMatchObject(awkward)
})

test('dotenv reads back what was meant', () => {
  expect(parseEnv(formatEnv(awkward, 'dotenv'))).toEqual(awkward)
})

test('there are no quotes where none are needed, for Docker takes them for part of the value', () => {
  expect(formatEnv(plain, 'dotenv')).toBe('URL=http://127.0.0.1:4600/w/a-b\nKEY=AKIA+/=~%\nEMPTY=\n')
})

test('JSON is JSON', () => {
  expect(JSON.parse(formatEnv(awkward, 'json'))).toEqual(awkward)
})
