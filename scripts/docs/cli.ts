// docs/reference/cli.md, from the commands as commander parses them.
import type { Argument, Command, Option } from 'commander'
import { program } from '../../emulator/cli/program.ts'
import { code, table } from './table.ts'

/** The page as it should be. */
export function cliPage(): string {
  const root = program()
  const start = named(root, 'start')
  const sections = all(root.commands).map((command) => section(command, start))
  return `<!-- Written by npm run docs out of emulator/cli/program.ts. -->
# The command line

Installed it is \`npx stuntdouble\`; in a clone \`npm start -- OPTIONS\` is \`stuntdouble start OPTIONS\`, and \`npm run stuntdouble -- COMMAND\`
any other. A container takes the same words behind the image's name. Where no command is named, it is \`start\`. \`help COMMAND\` and
\`COMMAND --help\` say what is here.

${table(
  ['command', ''],
  all(root.commands).map((command) => [`[${code(pathOf(command))}](#${anchor(command)})`, command.description()]),
)}

An option wins over its variable. An unknown option or a bad value is answered by one line that says what would be right.

${table(
  ['status', ''],
  [
    [code('0'), 'it did what it was asked; `start` was stopped'],
    [code('1'), 'it failed; of `verify`: a contract is broken; of `health`: the double is not able to answer'],
    [
      code('2'),
      'it was asked wrongly: an option, a value, a scenario or a port; of `verify`: contracts could not be verified',
    ],
    ['another', 'of `exec`: that of its command, as a shell would tell it'],
  ],
)}

${sections.join('\n\n')}
`
}

function all(commands: readonly Command[]): Command[] {
  return commands.flatMap((command) => (command.commands.length > 0 ? all(command.commands) : [command]))
}

function section(command: Command, start: Command): string {
  const words = command.registeredArguments.map((one) => argument(one))
  const usage = [pathOf(command), '[options]', ...(command.name() === 'exec' ? ['--'] : []), ...words].join(' ')
  const described = command.registeredArguments.map((one) => [code(argument(one)), one.description])
  return [
    `## ${pathOf(command)}`,
    `${sentence(command.description())}`,
    `\`\`\`\nstuntdouble ${usage}\n\`\`\``,
    ...(described.length > 0 ? [table(['argument', ''], described)] : []),
    ...(command.name() === 'exec' ? [differences(command, start)] : [optionsOf(command)]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function optionsOf({ options }: Command): string {
  if (options.length === 0) return ''
  const withVariable = options.some(({ envVar }) => envVar !== undefined)
  return table(
    ['option', ...(withVariable ? ['variable'] : []), 'default', ''],
    options.map((option) => [
      code(option.flags),
      ...(withVariable ? [option.envVar === undefined ? '' : code(option.envVar)] : []),
      defaultOf(option),
      meaning(option),
    ]),
  )
}

function differences(command: Command, start: Command): string {
  const others = command.options.filter((option) => {
    const same = start.options.find(({ flags }) => flags === option.flags)
    if (same === undefined) throw new Error(`${command.name()} has ${option.flags}, and start has not`)
    return defaultOf(same) !== defaultOf(option)
  })
  const rows = others.map((option) => `${code(option.long ?? option.flags)} ${defaultOf(option)}`)
  return `It takes the options of [\`start\`](#start), before \`--\`, with other defaults: ${rows.join(', ')}.`
}

/** A default that is no value, as descriptions say it. */
const inWords = / \(default: ([^()]*)\)$|(?:; |^)default: (.*)$/

function meaning({ argChoices, description }: Option): string {
  const unnamed = argChoices?.filter((choice) => !description.includes(choice)) ?? []
  const words = description.replace(inWords, '')
  return unnamed.length === 0 ? words : `${words}: ${(argChoices ?? []).map(code).join(', ')}`
}

function defaultOf({ defaultValue, defaultValueDescription, description }: Option): string {
  if (defaultValueDescription !== undefined) return codeUnlessWords(defaultValueDescription)
  if (defaultValue !== undefined) return code(String(defaultValue))
  const [, inBrackets, behind] = inWords.exec(description) ?? []
  return codeUnlessWords(inBrackets ?? behind ?? '')
}

function codeUnlessWords(text: string): string {
  return text === '' || text.includes(' ') || text === 'none' ? text : code(text)
}

function argument(one: Argument): string {
  const word = `${one.name()}${one.variadic ? '...' : ''}`
  return one.required ? `<${word}>` : `[${word}]`
}

function pathOf(command: Command): string {
  const { parent } = command
  return parent?.parent ? `${pathOf(parent)} ${command.name()}` : command.name()
}

function anchor(command: Command): string {
  return pathOf(command).replaceAll(' ', '-')
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

function named(root: Command, name: string): Command {
  const found = root.commands.find((command) => command.name() === name)
  if (!found) throw new Error(`There is no command ${name}`)
  return found
}
