import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { codes } from '../emulator/diagnosis/index.ts'
import { diagnosesPage, page } from './docs-diagnoses.ts'

test('docs/diagnoses.md is what the list of codes says; npm run docs:diagnoses writes it anew', async () => {
  expect(await readFile(page, 'utf8')).toBe(await diagnosesPage())
})

test('each code has its words, which end with a full stop', () => {
  for (const [code, { hint, meaning, services }] of Object.entries(codes)) {
    expect(code).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/)
    expect(`${code}: ${meaning}`).toMatch(/\.$/)
    expect(`${code}: ${hint}`).toMatch(/[.)]$/)
    expect(services.length).toBeGreaterThan(0)
  }
})
