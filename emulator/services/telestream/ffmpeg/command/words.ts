// A command of a profile's own, taken apart as a shell would, but without anything that makes a shell a shell.
import { CommandRefused } from '../refused.ts'

/**
 * The commands of a profile ("separate each with a newline or semicolon"), each as its words.
 * @throws {CommandRefused} for whatever only a shell could do
 */
export function splitCommands(text: string): string[][] {
  const commands: string[][] = [[]]
  let word: string | undefined
  const endWord = () => {
    if (word !== undefined) commands.at(-1)?.push(word)
    word = undefined
  }
  for (let at = 0; at < text.length; at += 1) {
    const character = text.charAt(at)
    if (character === '"' || character === "'") {
      const end = text.indexOf(character, at + 1)
      if (end === -1) throw new CommandRefused('The command has a quote without an end')
      word = (word ?? '') + text.slice(at + 1, end)
      at = end
    } else if (character === '\n' || character === '\r' || character === ';' || text.startsWith('\\n', at)) {
      // PHP in single quotes sends a backslash and an n.
      endWord()
      commands.push([])
      if (character === '\\') at += 1
    } else if (character === ' ' || character === '\t') endWord()
    else if ('|&<>`\\(){}*?[]!#~'.includes(character) && !isInFilter(character, word)) {
      throw new CommandRefused(`The command has ${JSON.stringify(character)}, which only a shell understands`)
    } else word = (word ?? '') + character
  }
  endWord()
  return commands.filter((words) => words.length > 0)
}

/** Expressions of filters are written without quotes too: `scale=trunc(iw/2)*2:-2`; so are streams: `0:a?`. */
function isInFilter(character: string, word: string | undefined): boolean {
  if (character === '?') return /^0:[vas]/.test(word ?? '')
  return '()*'.includes(character) && (word ?? '').includes('=')
}
