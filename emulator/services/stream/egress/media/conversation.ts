// What people say to each other in a call of the double: sentences that faker makes up, seeded by the call.
import type { Faker } from '@faker-js/faker'
import { sha256 } from '@noble/hashes/sha2.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'

export interface Utterance {
  speakerId: string
  text: string
  /** ms */
  from: number
  to: number
}

export interface Conversation {
  sessionId: string
  userIds: readonly string[]
  /** ms */
  startedAt: number
  endedAt: number
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

function sentence(faker: Faker, language: string): string {
  return locales[language] ? faker.lorem.sentence({ min: 4, max: 12 }) : faker.hacker.phrase()
}

/** A call of a day would have more lines than anybody reads. */
const mostLines = 500
const msPerCharacter = 60

/** One after the other, each as long as its words take; the same people in the same session say the same. */
export async function conversation({
  sessionId,
  userIds,
  startedAt,
  endedAt,
  language,
}: Conversation): Promise<Utterance[]> {
  if (userIds.length === 0) return []
  const { faker } = await (locales[language] ?? english)()
  faker.seed(new DataView(sha256(utf8ToBytes(`${sessionId}/${startedAt}`)).buffer).getUint32(0))
  const lines: Utterance[] = []
  for (let from = startedAt + 500; lines.length < mostLines;) {
    const speakerId = userIds[lines.length % userIds.length] ?? ''
    const text = lines.length < userIds.length ? `Hello, this is ${speakerId}.` : sentence(faker, language)
    const to = from + text.length * msPerCharacter
    if (to > endedAt) return lines
    lines.push({ speakerId, text, from, to })
    from = to + faker.number.int({ min: 300, max: 4000 })
  }
  return lines
}
