// What people say to each other in a call of the double: sentences that faker makes up, seeded by the session, one at a time.
import type { Faker } from '@faker-js/faker'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Presence } from '../../calls/presence.ts'

export interface Utterance {
  speakerId: string
  text: string
  /** ms */
  from: number
  to: number
}

/** Which one comes next, and when. */
export interface Turn {
  /** How many came before. */
  number: number
  /** ms */
  from: number
}

/** What the words depend on, beside who is there. */
export interface Talk {
  sessionId: string
  /** ms */
  startedAt: number
  language: string
}

const english = () => import('@faker-js/faker/locale/en')

/** Languages that faker has words of; in all others people speak English, as they do with `auto`. */
const locales: Readonly<Record<string, () => Promise<{ faker: Faker }>>> = {
  ar: () => import('@faker-js/faker/locale/ar'),
  de: () => import('@faker-js/faker/locale/de'),
  el: () => import('@faker-js/faker/locale/el'),
  es: () => import('@faker-js/faker/locale/es'),
  fr: () => import('@faker-js/faker/locale/fr'),
  he: () => import('@faker-js/faker/locale/he'),
  it: () => import('@faker-js/faker/locale/it'),
  ja: () => import('@faker-js/faker/locale/ja'),
  ko: () => import('@faker-js/faker/locale/ko'),
  pl: () => import('@faker-js/faker/locale/pl'),
  ru: () => import('@faker-js/faker/locale/ru'),
  zh: () => import('@faker-js/faker/locale/zh_CN'),
}

const msPerCharacter = 60

export const firstTurn = ({ startedAt }: Talk): Turn => ({ number: 0, from: startedAt + 500 })

/**
 * What is said at this turn, by one of those who are there then, and when the next one is. The same people in the same session say the
 * same, whether they are listened to while they speak or asked afterwards.
 * @returns undefined while nobody is there
 */
export async function say(
  talk: Talk,
  { number, from }: Turn,
  presences: readonly Presence[],
): Promise<{ utterance: Utterance; next: Turn } | undefined> {
  const there = presences.filter((presence) => presence.from <= from && from < presence.to)
  const speakerId = there[number % there.length]?.userId
  if (speakerId === undefined) return undefined
  const { faker } = await (locales[talk.language] ?? english)()
  faker.seed(seedOf(talk, number))
  const text = number < there.length ? `Hello, this is ${speakerId}.` : sentence(faker, talk.language)
  const to = from + text.length * msPerCharacter
  return {
    utterance: { speakerId, text, from, to },
    next: { number: number + 1, from: to + faker.number.int({ min: 300, max: 4000 }) },
  }
}

/** Nobody is there: the same turn, a second later. */
export const afterSilence = ({ number, from }: Turn): Turn => ({ number, from: from + 1000 })

/** Whether its speaker was still there at its end. */
export function isFinished({ speakerId, from, to }: Utterance, presences: readonly Presence[]): boolean {
  return presences.some((one) => one.userId === speakerId && one.from <= from && to <= one.to)
}

function seedOf({ sessionId, startedAt }: Talk, number: number): number {
  return new DataView(sha256(utf8ToBytes(`${sessionId}/${startedAt}/${number}`)).buffer).getUint32(0)
}

function sentence(faker: Faker, language: string): string {
  return locales[language] ? faker.lorem.sentence({ min: 4, max: 12 }) : faker.hacker.phrase()
}
