// Mistakes in what a request is signed with. No secret ever stands in a message.
import type { Mutation } from './mutation.ts'

export const secretWhitespace: Mutation = {
  code: 'secret-whitespace',
  part: 'secret',
  *variants({ secret }) {
    const spellings = [`${secret}\n`, `${secret}\r\n`, `${secret} `, ` ${secret}`]
    const rare = [secret.trim(), `${secret}\r`, `${secret}\t`, `\n${secret}`, `\uFEFF${secret}`]
    for (const [at, other] of [...spellings, ...rare].entries())
      if (other !== secret) yield { changes: { secret: other }, words: () => ({}), rare: at >= spellings.length }
  },
}

export const secretQuoted: Mutation = {
  code: 'secret-quoted',
  part: 'secret',
  *variants({ secret }) {
    for (const quote of ['"', "'"]) yield { changes: { secret: quote + secret + quote }, words: () => ({}) }
  },
}

export const keyAsSecret: Mutation = {
  code: 'key-as-secret',
  part: 'secret',
  *variants({ secret }, { accessKey }) {
    if (accessKey === undefined || accessKey === secret) return
    const message = 'The request was signed with the access key as the secret.'
    yield { changes: { secret: accessKey }, words: () => ({ message }) }
  },
}

/** With so many of them a second mistake is looked for as well. */
const likeliest = 4

export const otherSecret: Mutation = {
  code: 'other-secret',
  part: 'secret',
  *variants({ secret }, { accounts = [] }) {
    const seen = new Set([secret])
    for (const { owner, secret: other } of accounts) {
      if (seen.has(other)) continue
      seen.add(other)
      const words = () => ({ message: `The request was signed with the secret of another account: ${owner}.` })
      yield { changes: { secret: other }, words, rare: seen.size > likeliest + 1 }
    }
  },
}
