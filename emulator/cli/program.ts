// The commands and their options; what a command does is loaded when it is called.
import { Command, CommanderError, Option } from 'commander'
import { ScenarioRefused } from '../../fixtures/scenarios/scenario.ts'
import { scenarioNames } from '../../fixtures/scenarios/index.ts'
import { suggestion } from '../nearest.ts'
import { version } from '../version.ts'
import { type DoubleOptions, doubleOptions } from './double-options.ts'
import type { EnvOptions } from './env.ts'
import { exitStatus, Failure } from './failure.ts'
import * as parse from './parse.ts'
import type { SeedOptions } from './seed.ts'
import type { LoadOptions, SaveOptions } from './snapshot.ts'
import type { VerifyOptions } from './verify.ts'

const examples = `
Examples:
  $ stuntdouble                                        a double on ports 4600 and 4601, everything in memory
  $ stuntdouble start --data .data --clock frozen      state survives, and time stands still until it is moved
  $ stuntdouble exec -- npm test                       a double of its own for one command, on free ports
  $ eval "$(stuntdouble env --format shell)"           points the SDKs in this shell at the running double

What start takes: stuntdouble start --help. Every option of it has a variable, such as STUNTDOUBLE_PORT for --port; options win.`

/** Parses the command line and does what it says; ends the process when that is done. */
export async function run(argv: readonly string[]): Promise<void> {
  endWithReader()
  try {
    await program().parseAsync(inOptions(argv))
  } catch (error) {
    const { status, message } = explain(error)
    if (message !== '') process.stderr.write(`stuntdouble: ${message}\n`)
    process.exitCode = status
  }
}

/** `help` and `version` are what other tools call them: `help exec` is `exec --help`. */
function inOptions([node = '', script = '', first, ...rest]: readonly string[]): string[] {
  const words = first === undefined ? [] : [first, ...rest]
  const [about] = rest
  const isHelp = first === 'help' && (about === undefined || about.startsWith('-') || commands.includes(about))
  if (isHelp) return [node, script, ...rest, '--help']
  if (first === 'help') return [node, script, ...rest]
  return [node, script, ...(first === 'version' && rest.length === 0 ? ['--version'] : words)]
}

/** Who read it has gone (`stuntdouble --help | head`), and needs no stack to say so. A log has a mind of its own. */
function endWithReader(): void {
  const told = (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE' && process.stdout.listenerCount('error') === 1) throw error
  }
  process.stdout.on('error', told)
}

/** The commands with their options, as they are parsed and as docs/reference/cli.md lists them. */
export function program(): Command {
  const root = new Command('stuntdouble')
    .description(
      'A local stand-in for media clouds, Telestream Cloud / Panda, DuraCloud and Stream, over real buckets.',
    )
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'explain a command')
    .helpCommand(false)
    .enablePositionalOptions()
    .exitOverride()
    // Errors are told once, on one line, by `run`.
    .configureOutput({ outputError: () => undefined })
    .addHelpText('after', examples)

  const start = root.command('start', { isDefault: true }).description('start a double, until it is interrupted')
  for (const option of doubleOptions()) start.addOption(option)
  start.action(async (options: DoubleOptions) => (await import('./start.ts')).start(options))

  const exec = root
    .command('exec')
    .description('run a command against a double of its own, and pass its exit status on')
    .argument('<command...>', 'after --, with its arguments')
    .passThroughOptions()
  for (const option of doubleOptions({ port: 0, s3Port: 0, log: 'silent' })) exec.addOption(option)
  exec.action(async (command: string[], options: DoubleOptions) => (await import('./exec.ts')).exec(command, options))

  root
    .command('env')
    .description('print the variables that point an app at a running double')
    .addOption(new Option('--format <format>', 'of the output').choices(['dotenv', 'json', 'shell']).default('dotenv'))
    .addOption(ofDouble())
    .option('--world <name>', 'which of its worlds', parse.notEmpty)
    .option(
      '--ca-file <file>',
      'of a double with --tls: put its CA there, and name it in the variables',
      parse.notEmpty,
    )
    .action(async (options: EnvOptions) => (await import('./env.ts')).env(options))

  root
    .command('seed')
    .description('have a world of a running double begin anew with a scenario')
    .argument('<scenario>', `${scenarioNames.join(', ')}; or a file of your own: ./mine.ts`, parse.scenario)
    .addOption(ofDouble())
    .option('--world <name>', 'which of its worlds (default: main)', parse.notEmpty)
    .option('--scenario-size <entities>', 'of the scenario large: 100000, 100k or 1m', parse.scenarioSize)
    .option('--seed <number>', 'of what a file leaves to chance', parse.seed, 1)
    .action(async (scenario: string, options: SeedOptions) => (await import('./seed.ts')).seed(scenario, options))

  root
    .command('health')
    .description('say by the exit status whether a double is able to answer: 0, or 1')
    .argument('[url]', 'of the double; default: where start would listen', parse.baseUrl)
    .action(async (url?: string) => (await import('./health.ts')).health(url))

  root
    .command('verify')
    .description('verify that a provider keeps the contracts of its consumers: Pact files')
    .argument('<pact...>', 'files, directories of them, or the URL of one or of a Pact broker', parse.pact)
    .option(
      '--provider-url <url>',
      'who has to keep them: another double, or the real service (default: a double of its own)',
      parse.serviceUrl,
    )
    .option('--provider <name>', 'only the pacts of this provider', parse.notEmpty)
    .option(
      '--world <name>',
      'of the double at --provider-url: verify in this world, which is reset before each interaction (default: a new one each)',
      parse.notEmpty,
    )
    .option(
      '--scenario <name>',
      'with which each interaction’s world begins: a name, or a file of your own (default: default)',
      parse.scenario,
    )
    .option('--provider-states-url <url>', 'of the real service: who sets its states up', parse.serviceUrl)
    .option('--assume-states', 'of the real service: its states are set up already')
    .addOption(
      new Option('--reporter <reporter>', 'how results are told')
        .choices(['pretty', 'github', 'json'])
        .default('pretty'),
    )
    .option('--junit <file>', 'write the results there too, as JUnit’s XML', parse.notEmpty)
    .action(async (pacts: string[], options: VerifyOptions) => (await import('./verify.ts')).verify(pacts, options))

  const snapshot = root.command('snapshot').description('keep a world of a running double in a file, or make one of it')
  snapshot
    .helpCommand(false)
    .usage('save|load [options] <file>')
    .argument('[save|load...]')
    .action(([word]: string[]) => {
      const known = ['save', 'load']
      throw new Failure(
        word === undefined
          ? 'snapshot takes save FILE or load FILE'
          : `snapshot has no "${word}"${suggestion(word, known)}`,
        exitStatus.usage,
      )
    })
  snapshot
    .command('save')
    .description(
      'write a world with its objects into a file; it holds the world’s credentials, which open nothing but a double',
    )
    .argument('<file>', 'of the tar', parse.notEmpty)
    .addOption(ofDouble())
    .option('--world <name>', 'which of its worlds (default: main)', parse.notEmpty)
    .option('--snapshot <id>', 'one that was taken before, and not the world as it is now', parse.notEmpty)
    .action(async (file: string, options: SaveOptions) => (await import('./snapshot.ts')).save(file, options))
  snapshot
    .command('load')
    .description('make a world of a file')
    .argument('<file>', 'that save wrote', parse.notEmpty)
    .addOption(ofDouble())
    .option('--name <name>', 'of the new world (default: world-N)', parse.notEmpty)
    .option('--into <world>', 'no new world: make this one as the file says; its credentials stay', parse.notEmpty)
    .action(async (file: string, options: LoadOptions) => (await import('./snapshot.ts')).load(file, options))

  for (const command of [...root.commands, ...snapshot.commands])
    command.copyInheritedSettings(root).allowExcessArguments(false)
  return root
}

function ofDouble(): Option {
  return new Option('--url <url>', 'of the running double')
    .default(undefined, 'http://127.0.0.1:4600')
    .env('STUNTDOUBLE_URL')
    .argParser(parse.baseUrl)
}

function explain(error: unknown): { status: number; message: string } {
  if (error instanceof Failure) return error
  if (error instanceof ScenarioRefused) return { status: exitStatus.usage, message: error.message }
  if (error instanceof CommanderError) {
    // Help and version were asked for and have been printed.
    if (error.exitCode === 0) return { status: 0, message: '' }
    return { status: exitStatus.usage, message: inOneLine(error) }
  }
  return { status: exitStatus.failed, message: error instanceof Error ? (error.stack ?? error.message) : String(error) }
}

/** Of a command that lacks this argument. */
const examplesOf: Readonly<Record<string, string>> = {
  file: 'snapshot save world.tar',
  command: 'exec -- npm test',
  scenario: 'seed video-library',
  pact: 'verify pacts',
}

const commands = ['start', 'exec', 'env', 'seed', 'verify', 'snapshot', 'health']

function inOneLine({ code, message }: CommanderError): string {
  const line = message.replace(/^error: /, '').replace(/\s*\n\s*/g, ' ')
  // The default command takes every other word for its argument.
  const word = /Expected 0 arguments? but got \d+: (\S+?)[,.]/.exec(line)?.[1]
  if (code === 'commander.excessArguments' && word !== undefined)
    return `there is no command "${word}"${suggestion(word, commands)}`
  // What a rule of ours quotes need not be said before it by commander.
  const [, option, value, rule] =
    /^(?:option '(--[\w-]+)[^']*' argument|command-argument value) '(.*)' is invalid(?: for argument '[\w-]+')?\. (.*)$/.exec(
      line,
    ) ?? []
  if (rule?.includes(`"${value}"`))
    return option === undefined ? rule.replace(/^there is no "/, 'there is no scenario "') : `${option}: ${rule}`
  const missing = /^missing required argument '(\w+)'$/.exec(line)?.[1]
  const example = missing === undefined ? undefined : examplesOf[missing]
  if (example !== undefined) return `${line}, such as: stuntdouble ${example}`
  const suggested = line.includes('Did you mean')
  return code === 'commander.unknownOption' && !suggested ? `${line}; --help lists those that there are` : line
}
