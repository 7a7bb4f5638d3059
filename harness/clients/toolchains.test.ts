import { describe, expect, test } from 'vitest'
import { describeMissing, findToolchain, runProgram, toolchainNames, type Run } from './toolchains.ts'

/** A machine on which these command lines, and no others, print something. */
const machine =
  (prints: Record<string, string>): Run =>
  async (command, args) =>
    prints[[command, ...args].join(' ')]

describe('a toolchain', () => {
  test('is taken from the PATH', async () => {
    expect(await findToolchain('python3', machine({ 'python3 --version': 'Python 3.12.1\n' }))).toEqual({
      name: 'python3',
      command: 'python3',
      version: '3.12.1',
    })
  })

  test('is found under its second name', async () => {
    const run = machine({ 'python3 --version': 'Python 3.8.18', 'python --version': 'Python 3.13.0' })
    expect(await findToolchain('python3', run)).toMatchObject({ command: 'python', version: '3.13.0' })
  })

  test('may be a build tool, on a Java that is new enough', async () => {
    const maven = (java: string) =>
      machine({
        'mvn --version': `\u001b[1mApache Maven 3.8.7\u001b[m\nMaven home: /usr/share/maven\nJava version: ${java}, vendor: Debian\n`,
      })
    for (const java of ['17.0.15', '21', '25.0.1']) {
      expect(await findToolchain('maven', maven(java))).toEqual({ name: 'maven', command: 'mvn', version: '3.8.7' })
    }
    for (const java of ['1.8.0_402', '11.0.22', '16']) {
      expect(await findToolchain('maven', maven(java))).toBeUndefined()
    }
  })

  test('may be a browser', async () => {
    const prints = 'Chromium 156.0.8078.79 built on Debian GNU/Linux 12 (bookworm)\n'
    expect(await findToolchain('chromium', machine({ 'chromium --version': prints }))).toMatchObject({
      command: 'chromium',
      version: '156.0.8078.79',
    })
    const chrome = machine({ 'google-chrome --version': 'Google Chrome 156.0.8078.79 \n' })
    expect(await findToolchain('chromium', chrome)).toMatchObject({ command: 'google-chrome' })
  })

  test('may print more than its version', async () => {
    const java = 'openjdk version "17.0.15" 2025-04-15\nOpenJDK Runtime Environment (build 17.0.15+6)\n'
    expect(await findToolchain('java', machine({ 'java -version': java }))).toMatchObject({ version: '17.0.15' })
    expect(await findToolchain('java', machine({ 'java -version': 'java version "1.8.0_482"' }))).toBeUndefined()
    const go = machine({ 'go version': 'go version go1.26.8 linux/amd64\n' })
    expect(await findToolchain('go', go)).toMatchObject({ version: '1.26.8' })
  })

  test('of another version is not taken', async () => {
    expect(await findToolchain('python2.7', machine({ 'python2 --version': 'Python 2.6.9' }))).toBeUndefined()
    expect(await findToolchain('python3', machine({ 'python3 --version': 'Python 3.8.18' }))).toBeUndefined()
    expect(await findToolchain('python3.10', machine({ 'python3 --version': 'Python 3.9.21' }))).toBeUndefined()
  })

  test('that pyenv has, but not as its active version, is found', async () => {
    const run = machine({
      'pyenv whence python2.7': '2.7.18\n',
      'pyenv prefix 2.7.18': '/opt/pyenv/versions/2.7.18\n',
      '/opt/pyenv/versions/2.7.18/bin/python2.7 --version': 'Python 2.7.18\n',
    })
    expect(await findToolchain('python2.7', run)).toEqual({
      name: 'python2.7',
      command: '/opt/pyenv/versions/2.7.18/bin/python2.7',
      version: '2.7.18',
    })
  })

  test('that is nowhere is missing, and the message says what would help', async () => {
    expect(await findToolchain('python2.7', machine({}))).toBeUndefined()
    expect(toolchainNames.map(describeMissing)).toEqual([
      'python3 is missing: install Python 3.9 or newer with its venv module',
      'python3.10 is missing: install Python 3.10 or newer with its venv module',
      'python3.6 is missing: install it with `pyenv install 3.6.15`; it need not be the active version',
      'python2.7 is missing: install it with `pyenv install 2.7.18`; it need not be the active version',
      'chromium is missing: install it with `apt-get install chromium`',
      'maven is missing: install it on a JDK 17 or newer, with `apt-get install default-jdk-headless maven`',
      'java is missing: install a JDK, 17 or newer',
      'go is missing: install Go, and put it on the PATH',
      'npm is missing: it comes with Node',
    ])
  })
})

describe('a program', () => {
  test('answers with what it prints on either stream', async () => {
    expect(await runProgram(process.execPath, ['-e', 'process.stderr.write("Python 2.7.18")'])).toBe('Python 2.7.18')
  })

  test('that fails or is not there answers with nothing', async () => {
    expect(await runProgram(process.execPath, ['-e', 'process.exit(127)'])).toBeUndefined()
    expect(await runProgram('no-such-program', ['--version'])).toBeUndefined()
  })
})
