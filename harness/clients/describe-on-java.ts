// The suite in Java, for one release of the vendor's artifacts: every Java test is one here, by its name.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { type DuraCloudRelease, type JavaResult, runJava } from './java-environment.ts'
import { startDouble } from './running-double.ts'
import { findToolchain } from './toolchains.ts'

const sources = fileURLToPath(new URL('java-duracloud/src/', import.meta.url))

interface JavaTest {
  /** `package.Class.method`, as the report has it. */
  name: string
  /** `a_space_comes_and_goes` without the underscores. */
  title: string
}

interface JavaClass {
  /** Without `Test`. */
  name: string
  tests: readonly JavaTest[]
}

/**
 * Declares the tests for a release. All run in one process, each in a world of its own of the same double; what became of
 * each is told when all are over. On a machine without Maven they show as skipped, and `npm run test:clients` says why.
 */
export async function describeOnJava(title: string, release: DuraCloudRelease): Promise<void> {
  const toolchain = await findToolchain('maven')
  const classes = await findClasses(release)
  describe.skipIf(!toolchain)(`${title}, ${release}`, () => {
    let results = new Map<string, JavaResult>()
    let problems: readonly string[] = []

    beforeAll(async () => {
      if (!toolchain) return
      await using double = await startDouble()
      const ended = await runJava(release, toolchain, double.url)
      results = new Map(ended.map((result) => [result.name, result]))
      problems = double.problems
    })

    describe.each(classes)('$name', ({ tests }) => {
      it.each(tests)('$title', ({ name }) => {
        expect(results.get(name)).toEqual({ name, failure: undefined })
      })
    })

    it('are all the tests that there are', () => {
      expect([...results.keys()].sort()).toEqual(classes.flatMap(({ tests }) => tests.map(({ name }) => name)).sort())
    })

    it('leave nothing that the double found wrong with its work', () => {
      expect(problems).toEqual([])
    })
  })
}

/** Those of the package, and those for releases like this one. */
async function findClasses(release: DuraCloudRelease): Promise<JavaClass[]> {
  const packages = ['duracloud', `duracloud/release${release.split('.')[0] ?? ''}`]
  return (await Promise.all(packages.map(findClassesIn))).flat()
}

async function findClassesIn(directory: string): Promise<JavaClass[]> {
  const files = (await readdir(join(sources, directory))).filter((file) => file.endsWith('Test.java')).sort()
  const found = files.map(async (file) => {
    const type = file.slice(0, -'.java'.length)
    const source = await readFile(join(sources, directory, file), 'utf8')
    const tests = [...source.matchAll(/@Test\s+void (\w+)\(/g)].map(([, method = '']) => ({
      name: `${directory.replaceAll('/', '.')}.${type}.${method}`,
      title: method.replaceAll('_', ' '),
    }))
    return { name: type.slice(0, -'Test'.length), tests }
  })
  return Promise.all(found)
}
