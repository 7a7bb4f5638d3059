// The values of options, as they are written on a command line or in a variable.
import { isIP } from 'node:net'
import { InvalidArgumentError } from 'commander'
import { readSize } from '../../fixtures/scenarios/scenario-name.ts'
import { parseClock, parseScenario } from '../options.ts'
import { isScenarioFile } from './is-scenario-file.ts'

export function port(text: string): number {
  if (text.startsWith('tcp://'))
    throw new InvalidArgumentError(
      'Kubernetes sets it so for a service of the name stuntdouble: enableServiceLinks: false in the pod’s spec keeps it from that.',
    )
  return wholeNumber(text, 0, 65_535, 'A port is a whole number from 0, which takes a free one, to 65535.')
}

export function seed(text: string): number {
  return wholeNumber(text, 0, Number.MAX_SAFE_INTEGER, 'A seed is a whole number.')
}

/** Entities: `100k`. */
export function scenarioSize(text: string): string {
  return checked(text, readSize)
}

export function bytes(text: string): number {
  return wholeNumber(text, 1, Number.MAX_SAFE_INTEGER, 'Bytes are a whole number from 1.')
}

export function concurrency(text: string): number {
  return wholeNumber(text, 1, 1000, 'It takes a whole number from 1 to 1000.')
}

/** Answers ms. */
export function seconds(text: string): number {
  return wholeNumber(text, 1, 1e6, 'It takes seconds from 1.') * 1000
}

/** `off`, or seconds; answers ms. */
export function signatureWindow(text: string): number | false {
  if (text === 'off') return false
  return wholeNumber(text, 1, 1e9, 'It takes seconds from 1, or off.') * 1000
}

export function clock(text: string): string {
  return checked(text, parseClock)
}

/** A name, or a file. */
export function scenario(text: string): string {
  return isScenarioFile(text) ? text : checked(text, parseScenario)
}

/** An option that needs no value on the command line; a variable has one. */
export function yesOrNo(text: string): boolean {
  const known: Readonly<Record<string, boolean>> = {
    true: true,
    yes: true,
    '1': true,
    false: false,
    no: false,
    '0': false,
    '': false,
  }
  const value = known[text.toLowerCase()]
  if (value === undefined) throw new InvalidArgumentError('It takes true or false.')
  return value
}

/** The address of a server, without a path. */
export function origin(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search || url.hash || url.username) {
    throw new InvalidArgumentError('It takes an address such as http://localhost:9000.')
  }
  return url.origin
}

/** The address of a double, with `/w/NAME` when it is about another world than `main`. */
export function baseUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || !/^\/(w\/[\w-]+\/?)?$/.test(url.pathname) || url.search || url.hash) {
    throw new InvalidArgumentError('It takes an address such as http://127.0.0.1:4600.')
  }
  return text
}

/** The address of a service, with the path below which it is. */
export function serviceUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || !/^https?:$/.test(url.protocol) || url.search || url.hash || url.username) {
    throw new InvalidArgumentError('It takes an address such as https://api.cloud.telestream.net.')
  }
  return text.replace(/\/+$/, '')
}

/** One of several, none of them empty. */
export function pact(text: string, before: readonly string[] = []): string[] {
  return [...before, notEmpty(text)]
}

/** May be given again, or as a list with commas. */
export function hostNames(text: string, before: readonly string[] = []): string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const wrong = names.find((name) => !/^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(name))
  if (wrong !== undefined) throw new InvalidArgumentError(`"${wrong}" is no name such as double.example.com.`)
  return [...before, ...names]
}

/** The same of names and addresses for a certificate. */
export function certificateNames(text: string, before: readonly string[] = []): string[] {
  const names = text
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const wrong = names.find(
    (name) => isIP(name) === 0 && !/^(\*\.)?[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?$/.test(name),
  )
  if (wrong !== undefined)
    throw new InvalidArgumentError(`"${wrong}" is neither a name such as *.example.test nor an IP address.`)
  return [...before, ...names]
}

/** `1000`, which is meant for every operation, or `QueryCalls=60,*=1000`. */
export function rateLimits(text: string): Record<string, number> {
  const limits = text.split(',').map((part) => /^(?:(\w+|\*)=)?([1-9]\d{0,8})$/.exec(part.trim()))
  return Object.fromEntries(
    limits.map((limit) => {
      if (!limit) throw new InvalidArgumentError('It takes whole numbers from 1: 1000, or QueryCalls=60,*=1000.')
      return [limit[1] ?? '*', Number(limit[2])]
    }),
  )
}

export function notEmpty(text: string): string {
  if (text === '') throw new InvalidArgumentError('It is empty.')
  return text
}

function wholeNumber(text: string, least: number, most: number, rule: string): number {
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < least || value > most) throw new InvalidArgumentError(rule)
  return value
}

/** The rule is the emulator's own; its words begin with the name of the option, which commander has said already. */
function checked(text: string, rule: (text: string) => unknown): string {
  try {
    rule(text)
    return text
  } catch (error) {
    if (error instanceof RangeError) throw new InvalidArgumentError(error.message.replace(/^\w+: /, ''))
    throw error
  }
}
