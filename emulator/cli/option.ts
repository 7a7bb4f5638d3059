// An option of the command line, with its environment variable.
import { Option } from 'commander'
import * as parse from './parse.ts'

export function option<V>(
  flags: string,
  description: string,
  value?: V,
  parser?: (text: string, before: V) => V,
  shown?: string,
): Option {
  const name = /^--([\w-]+)/.exec(flags)?.[1] ?? ''
  const made = new Option(flags, description).env(`STUNTDOUBLE_${name.toUpperCase().replaceAll('-', '_')}`)
  if (value !== undefined) made.default(value, shown)
  return parser ? made.argParser(parser) : made
}

/** Commander takes any value of a flag's variable for true, so that it is an option that may go without a value. */
export function flag(flags: string, description: string): Option {
  return option(`${flags} [boolean]`, description, false, parse.yesOrNo).preset('true')
}
