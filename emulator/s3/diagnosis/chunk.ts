// Why the signature of a chunk, or of a trailer, was refused: the request's own was right, and so is the key.
import { type Mistake, mistake, type MistakeCode, firstDifference } from '../../diagnosis/index.ts'
import type { Diagnosis } from '../../journal.ts'
import { searchTexts, type TextAlternative } from './text-search.ts'

export interface RefusedChunk {
  stringToSign: string
  provided: string
  sign: (text: string) => string
  /** Of the request. */
  seed: string
}

export function diagnoseChunk({ stringToSign, provided, sign, seed }: RefusedChunk): Diagnosis {
  const lines = stringToSign.split('\n')
  const [algorithm = '', time = '', scope = '', , ...hashes] = lines
  const texts: TextAlternative[] = [{ text: stringToSign }]
  const also = (code: MistakeCode, message: string, changed: readonly string[]) => {
    const text = changed.join('\n')
    if (text !== stringToSign) texts.push({ text, mistake: said(code, message) })
  }
  also('chunk-chain', 'The chunk was signed on top of the signature of the request, not on that of the chunk before', [
    algorithm,
    time,
    scope,
    seed,
    ...hashes,
  ])
  also('chunk-chain', 'The chunk was signed on top of no signature', [algorithm, time, scope, '', ...hashes])
  also('chunk-chain', 'The chunk was signed without the signature before it', [algorithm, time, scope, ...hashes])
  also('canonical-not-hashed', 'The line with the hash of nothing is missing', [
    ...lines.slice(0, 4),
    ...hashes.slice(-1),
  ])
  also('canonical-not-hashed', 'The chunk was signed as if it were empty', [...lines.slice(0, -1), lines.at(-2) ?? ''])
  also('wrong-algorithm', 'The first line was signed as AWS4-HMAC-SHA256', ['AWS4-HMAC-SHA256', ...lines.slice(1)])
  also('wrong-algorithm', 'The first line was signed as AWS4-HMAC-SHA256-PAYLOAD', [
    'AWS4-HMAC-SHA256-PAYLOAD',
    ...lines.slice(1),
  ])
  also('trailing-newline', 'The string to sign ended with a line end', [...lines, ''])
  const found = searchTexts(provided.toLowerCase(), texts, [{ sign }])
  const expected = { stringToSign }
  // Either the chunk or its signature is another; nothing tells which.
  if (!found) return { mistakes: [], expected }
  const spelled =
    provided === provided.toLowerCase() ? [] : [said('signature-malformed', 'The signature was sent in upper case')]
  const difference = firstDifference(stringToSign, found.text)
  return {
    mistakes: [...spelled, ...found.mistakes],
    expected,
    received: { stringToSign: found.text },
    ...(difference && { difference }),
  }
}

function said(code: MistakeCode, message: string): Mistake {
  return mistake(code, {
    message,
    hint: 'AWS4-HMAC-SHA256-PAYLOAD, time, scope, the signature before, the hash of nothing, the hash of the chunk',
  })
}
