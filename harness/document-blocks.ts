// Every block of code of a document, in order: what a test runs of it, and what it does not.
import { readFile } from 'node:fs/promises'
import { root } from './readme-blocks.ts'

export interface Block {
  /** Of `<!-- test: NAME -->` before it. */
  test: string | undefined
  /** Of `<!-- not run: WHY -->` before it. */
  notRun: string | undefined
  /** As the fence says; empty where it says nothing. */
  language: string
  code: string
  /** Of its fence, from 1. */
  line: number
}

/** @param path from the root of the repository */
export async function documentBlocks(path: string): Promise<Block[]> {
  return blocksOf(await readFile(root + path, 'utf8'))
}

export function blocksOf(text: string): Block[] {
  const blocks: Block[] = []
  const lines = text.split('\n')
  for (let at = 0; at < lines.length; at++) {
    const [, fence, language = ''] = /^(`{3,}|~{3,})\s*(\S*)/.exec(lines[at] ?? '') ?? []
    if (fence === undefined) continue
    const end = lines.findIndex((line, index) => index > at && line.startsWith(fence) && line.trim() === fence)
    const last = end === -1 ? lines.length : end
    const before = lines[at - 1] ?? ''
    blocks.push({
      test: /^<!-- test: (\S+) -->$/.exec(before)?.[1],
      notRun: /^<!-- not run: (.+) -->$/.exec(before)?.[1],
      language,
      code: lines.slice(at + 1, last).join('\n'),
      line: at + 1,
    })
    at = last
  }
  return blocks
}
