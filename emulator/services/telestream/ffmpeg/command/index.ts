// A profile's own command. It never runs as it is: what is understood of it, and can do no harm, is written anew as arguments.
import { option } from '../arguments.ts'
import { containerOf } from '../containers.ts'
import { remaining } from '../cut.ts'
import { globalArguments, maxSeconds } from '../limits.ts'
import { secondsOf } from '../numbers.ts'
import { outputArguments } from '../output.ts'
import type { Plan, PlanOptions } from '../plan.ts'
import { CommandRefused } from '../refused.ts'
import { sourceInput } from '../source.ts'
import { passArguments } from '../video-codec.ts'
import { noWishes, options, switches, type Wishes } from './options.ts'
import { fillIn, inputToken, outputToken, wordsOf } from './placeholders.ts'
import { splitCommands } from './words.ts'

/**
 * Understands what the vendor's documents show: `ffmpeg -i $input_file$ … $output_file$`; the same into a file of another name that
 * `qt-faststart` makes the output of; and two passes, the first into /dev/null.
 * @throws {CommandRefused} for everything else
 */
export function commandPlan(planOptions: PlanOptions, text: string): Plan {
  const { source, extname } = planOptions
  const wishes = read(text, planOptions)
  const container = containerOf(extname)
  if (container.kind !== 'media') throw new CommandRefused(`A command of a profile's own makes no ${extname} here`)
  const [last] = wishes.slice(-1)
  if (!last) throw new CommandRefused('The command is empty')
  const shown =
    last.muxer === undefined || last.muxer === container.muxer
      ? container
      : { ...container, muxer: last.muxer, args: [] }
  const run = (wish: Wishes) => {
    const end = wish.pass === 1 ? ['-f', 'null', 'none'] : outputArguments(planOptions, shown)
    return [...globalArguments, ...sourceInput(source, wish.from), ...written(wish), ...end]
  }
  const length = Math.min(last.length, maxSeconds * 1000)
  return {
    container: shown,
    runs: wishes.map(run),
    encoders: last.encoders,
    videoCodec: last.noPictures ? null : last.codecs.pictures,
    audioCodec: last.noSound ? null : last.codecs.sound,
    expected: remaining(source.duration, last.from, length),
  }
}

function written(wish: Wishes): string[] {
  return [
    ...wish.args,
    ...(wish.noPictures ? ['-vn'] : []),
    ...(wish.noSound ? ['-an'] : []),
    ...(wish.pictureFilters.length > 0 && !wish.noPictures ? ['-vf', wish.pictureFilters.join(',')] : []),
    ...(wish.soundFilters.length > 0 && !wish.noSound ? ['-af', wish.soundFilters.join(',')] : []),
    ...passArguments(wish.pass),
    ...option('-t', secondsOf(Math.min(wish.length, maxSeconds * 1000))),
    ...option('-flags:v', '+bitexact'),
  ]
}

/** One run, or two passes. */
function read(text: string, planOptions: PlanOptions): Wishes[] {
  const commands = splitCommands(text)
  const last = commands.at(-1)
  if (last?.[0] === 'qt-faststart' && commands.length > 1) {
    const [, from, to, ...rest] = last
    const before = commands.at(-2)
    if (!before || before.at(-1) !== from || !isFileName(from) || to !== outputToken || rest.length > 0) {
      throw new CommandRefused(`The command: qt-faststart makes ${outputToken} of what ffmpeg wrote before it`)
    }
    commands.splice(-2, 2, [...before.slice(0, -1), '-movflags', '+faststart', outputToken])
  }
  const wishes = commands.map((words) => readFfmpeg(words, planOptions))
  const passes = wishes.map(({ pass }) => pass)
  if (wishes.length === 1 && passes[0] === undefined) return wishes
  if (wishes.length === 2 && passes[0] === 1 && passes[1] === 2) return wishes
  throw new CommandRefused('The command must be one run of ffmpeg, or -pass 1 and -pass 2')
}

function readFfmpeg([program, ...words]: string[], { settings, source }: PlanOptions): Wishes {
  if (program !== 'ffmpeg') {
    throw new CommandRefused(
      `The command: ${JSON.stringify(program?.slice(0, 40))} is not run here; ffmpeg and qt-faststart are understood`,
    )
  }
  const output = words.pop()
  const wish = noWishes()
  const todo = words.flatMap((word) => wordsOf(word, settings, source) ?? [word])
  let inputs = 0
  for (let flag = todo.shift(); flag !== undefined; flag = todo.shift()) {
    const simple = Object.hasOwn(switches, flag) ? switches[flag] : undefined
    if (simple) {
      simple(wish)
      continue
    }
    const value = todo.shift()
    if (flag === '-i') {
      if (value !== inputToken) throw new CommandRefused(`The command: -i takes ${inputToken} and nothing else`)
      inputs += 1
      continue
    }
    const option = Object.hasOwn(options, flag) ? options[flag] : undefined
    if (!option)
      throw new CommandRefused(`The command: ${JSON.stringify(flag.slice(0, 40))} is not an option that is taken here`)
    if (value === undefined) throw new CommandRefused(`The command: ${flag} has no value`)
    option(fillIn(value, settings), wish, flag)
  }
  if (inputs !== 1) throw new CommandRefused(`The command must have -i ${inputToken} once`)
  if (output !== (wish.pass === 1 ? '/dev/null' : outputToken)) {
    throw new CommandRefused(`The command must end with ${outputToken}, or a first pass with /dev/null`)
  }
  return wish
}

/** Only compared, and never written. */
function isFileName(name: string | undefined): boolean {
  return name !== undefined && /^[\w.-]+$/.test(name)
}
