import { readFile } from 'node:fs/promises'
import { expect, it } from 'vitest'
import { z } from 'zod'
import { root } from '../readme-blocks.ts'
import { clientSuites } from '../clients/suites.ts'
import { clients } from './clients.ts'

const read = (path: string) => readFile(`${root}harness/clients/${path}`, 'utf8')

it.each(
  clients.flatMap(({ name, version, installed }) =>
    version !== undefined && installed?.startsWith('python-') ? [{ name, version, installed }] : [],
  ),
)('$name $version is what $installed installs', async ({ name, version, installed }) => {
  expect((await read(`${installed}/requirements.txt`)).split('\n')).toContain(`${name}==${version}`)
})

it.each(
  clients.flatMap(({ name, version, installed, language }) =>
    language === 'Java' && installed ? [{ name, version, installed }] : [],
  ),
)('$name $version is a release that $installed drives', async ({ name, version, installed }) => {
  const [project = '', release] = installed.split(' ')
  expect(release).toBe(version)
  expect(await read(`${project}/pom.xml`)).toContain(`<artifactId>${name.split(':')[1] ?? ''}</artifactId>`)
  expect(clientSuites.filter(({ title }) => version !== undefined && title.includes(version))).not.toEqual([])
})

it.each(clients.filter(({ language, kind }) => language === 'JavaScript' && kind === 'sdk').map(({ name }) => [name]))(
  '%s is the package of that name',
  async (name) => {
    const { devDependencies } = z
      .object({ devDependencies: z.record(z.string(), z.string()) })
      .parse(JSON.parse(await readFile(`${root}package.json`, 'utf8')))
    expect(Object.keys(devDependencies)).toContain(name)
  },
)
