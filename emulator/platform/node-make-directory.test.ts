import { existsSync, mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeDirectory } from './node-make-directory.ts'

let root: string
beforeEach(() => void (root = mkdtempSync(join(tmpdir(), 'stuntdouble-'))))
afterEach(() => rmSync(root, { recursive: true, force: true }))

it('is made with those above it, for its owner alone, and is left as it is when it is there', () => {
  const path = join(root, 'a/b/c')
  makeDirectory(path)
  writeFileSync(join(path, 'file'), '')
  makeDirectory(path)
  expect(statSync(path).mode & 0o777).toBe(0o700)
  expect(readdirSync(path)).toEqual(['file'])
})

it('may be a link to one', () => {
  symlinkSync(tmpdir(), join(root, 'link'))
  makeDirectory(join(root, 'link'))
  expect(readdirSync(root)).toEqual(['link'])
})

it('is refused at, and below, a file', () => {
  writeFileSync(join(root, 'file'), '')
  expect(() => makeDirectory(join(root, 'file'))).toThrow('EEXIST')
  expect(() => makeDirectory(join(root, 'file/a/b'))).toThrow('ENOTDIR')
})

it('is refused below a link that leads nowhere', () => {
  symlinkSync(join(root, 'nowhere'), join(root, 'link'))
  expect(() => makeDirectory(join(root, 'link/a'))).toThrow('EEXIST')
})

it.runIf(existsSync('/proc/self'))('is refused at once where none can be made', () => {
  expect(() => makeDirectory('/proc/nothing')).toThrow(/^\/proc takes no directory$/)
  expect(() => makeDirectory('/proc/nothing/below/it')).toThrow(/^\/proc takes no directory$/)
})
