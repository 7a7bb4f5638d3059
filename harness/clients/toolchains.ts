// Finds the other languages' toolchains that the client suites need, wherever this machine keeps them, and says which are missing.
import { execFile } from 'node:child_process'

export type ToolchainName =
  | 'python3'
  | 'python3.10'
  | 'python3.6'
  | 'python2.7'
  | 'chromium'
  | 'maven'
  | 'java'
  | 'go'
  | 'npm'

/** An interpreter, compiler or browser that was found and has answered with its version. */
export interface Toolchain {
  name: ToolchainName
  /** The program to start: a name on the PATH or an absolute path. */
  command: string
  version: string
}

/** Runs a program and answers with what it printed (both streams), or with `undefined` if it is not there or fails. */
export type Run = (command: string, args: readonly string[]) => Promise<string | undefined>

/** How one toolchain is found. A further language is a further entry in {@link recipes}. */
interface Recipe {
  /** Names that it goes by on the PATH, the likeliest first. */
  commands: readonly string[]
  /** Arguments that make it print its version. */
  probe: readonly string[]
  /** Its version, as the first group, if what was printed is a version that the suites can use. */
  version: RegExp
  /** Where else it may be: a version manager's directories. */
  elsewhere?: (run: Run) => Promise<string[]>
  /** What to do when it is missing. */
  advice: string
}

const recipes: Record<ToolchainName, Recipe> = {
  python3: {
    commands: ['python3', 'python'],
    probe: ['--version'],
    // The pinned requests and urllib3 ask for 3.9.
    version: /^Python (3\.(?:9|[1-9]\d)\.\S+)/m,
    elsewhere: (run) => inPyenv(run, 'python3'),
    advice: 'install Python 3.9 or newer with its venv module',
  },
  'python3.10': {
    commands: ['python3', 'python'],
    probe: ['--version'],
    // Stream's SDK asks for it.
    version: /^Python (3\.[1-9]\d\.\S+)/m,
    elsewhere: (run) => inPyenv(run, 'python3'),
    advice: 'install Python 3.10 or newer with its venv module',
  },
  'python3.6': {
    commands: ['python3.6'],
    probe: ['--version'],
    version: /^Python (3\.6\.\S+)/m,
    elsewhere: (run) => inPyenv(run, 'python3.6'),
    advice: 'install it with `pyenv install 3.6.15`; it need not be the active version',
  },
  'python2.7': {
    commands: ['python2.7', 'python2'],
    probe: ['--version'],
    version: /^Python (2\.7\.\S+)/m,
    elsewhere: (run) => inPyenv(run, 'python2.7'),
    advice: 'install it with `pyenv install 2.7.18`; it need not be the active version',
  },
  chromium: {
    commands: ['chromium', 'chromium-browser', 'google-chrome'],
    probe: ['--version'],
    version: /^(?:Chromium|Google Chrome) (\d+\.\S+)/m,
    advice: 'install it with `apt-get install chromium`',
  },
  maven: {
    commands: ['mvn'],
    probe: ['--version'],
    // Its name may be in bold. DuraCloud 8 is compiled for Java 17.
    version: /Apache Maven (\d[\w.-]*)[\s\S]*^Java version: (?:1[7-9]|[2-9]\d)\b/m,
    advice: 'install it on a JDK 17 or newer, with `apt-get install default-jdk-headless maven`',
  },
  java: {
    commands: ['java'],
    probe: ['-version'],
    version: /^\w+ version "((?:1[7-9]|[2-9]\d)[\d.]*)/m,
    advice: 'install a JDK, 17 or newer',
  },
  go: {
    commands: ['go', '/usr/local/go/bin/go'],
    probe: ['version'],
    version: /^go version go(1\.\S+)/m,
    advice: 'install Go, and put it on the PATH',
  },
  npm: {
    commands: ['npm'],
    probe: ['--version'],
    version: /^(\d+\.\d+\.\d+)/m,
    advice: 'it comes with Node',
  },
}

export const toolchainNames = Object.keys(recipes) as readonly ToolchainName[]

/** The toolchain, or `undefined` if this machine has none of a version that the suites can use. */
export async function findToolchain(name: ToolchainName, run: Run = runProgram): Promise<Toolchain | undefined> {
  const { commands, probe, version, elsewhere } = recipes[name]
  const usable = async (candidates: readonly string[]): Promise<Toolchain | undefined> => {
    for (const command of candidates) {
      const found = version.exec((await run(command, probe)) ?? '')?.[1]
      if (found !== undefined) return { name, command, version: found }
    }
    return undefined
  }
  return (await usable(commands)) ?? (elsewhere && (await usable(await elsewhere(run))))
}

/** One line that says what is missing and what would help. */
export function describeMissing(name: ToolchainName): string {
  return `${name} is missing: ${recipes[name].advice}`
}

// A pyenv shim is on the PATH for every installed version, but starts only the active ones: so ask pyenv who has the command.
async function inPyenv(run: Run, command: string): Promise<string[]> {
  const versions = (await run('pyenv', ['whence', command]))?.split('\n').filter(Boolean) ?? []
  const prefixes = await Promise.all(versions.map((version) => run('pyenv', ['prefix', version])))
  return prefixes.flatMap((prefix) => (prefix === undefined ? [] : [`${prefix.trim()}/bin/${command}`])).toReversed()
}

/** {@link Run} with real programs. */
export function runProgram(command: string, args: readonly string[]): Promise<string | undefined> {
  return new Promise((resolve) => {
    // Python 2.7 prints its version to standard error.
    execFile(command, args, { timeout: 20_000 }, (error, stdout, stderr) =>
      resolve(error ? undefined : stdout + stderr),
    )
  })
}
