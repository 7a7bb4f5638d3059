// AWS's SDK for Python drives the buckets: every pytest test is one here, with all its parameters.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeReported, type Report, type ReportedTest, type TestClass } from './describe-reported.ts'
import { type PytestResult, runPytest } from './pytest-environment.ts'
import { startDoubleForS3 } from './s3-doubles.ts'
import { findToolchain } from './toolchains.ts'

const suite = fileURLToPath(new URL('python-boto3/', import.meta.url))

async function findTests(file: string): Promise<TestClass> {
  const source = await readFile(join(suite, file), 'utf8')
  const tests = [...source.matchAll(/^def (test_(\w+))\(/gm)].map(([, name = '', title = '']) => ({
    name: `${file}::${name}`,
    title: title.replaceAll('_', ' '),
  }))
  return { name: file.replace(/^test_|\.py$/g, ''), tests }
}

/** A test with parameters has failed with the first that it failed with. */
function withoutParameters(results: readonly PytestResult[]): ReportedTest[] {
  const tests = new Map<string, ReportedTest>()
  for (const { name, outcome, told } of results) {
    const [plain = ''] = name.split('[')
    const failure = outcome === 'passed' ? undefined : `${name}\n${told || outcome}`
    tests.set(plain, { name: plain, failure: tests.get(plain)?.failure ?? failure })
  }
  return [...tests.values()]
}

const toolchain = await findToolchain('python3.10')
const files = (await readdir(suite)).filter((file) => /^test_\w+\.py$/.test(file)).sort()
const run = async (): Promise<Report> => {
  if (!toolchain) return { tests: [], problems: [] }
  await using double = await startDoubleForS3()
  const results = await runPytest('python-boto3', toolchain, { env: double.env })
  return { tests: withoutParameters(results), problems: double.problems }
}

describeReported(
  { title: 'AWS’s SDK for Python,', release: 'boto3 1.44' },
  await Promise.all(files.map(findTests)),
  toolchain && run,
)
