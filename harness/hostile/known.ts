// Ids and names that answers have told of: what a request is about is there as often as not.
import type { Chance } from './chance.ts'
import type { Dialect } from './hostile-request.ts'

/** Of each dialect, the last so many. */
const most = 200

const named =
  /"(?:id|name|cid|session_id|user_id|snapshotId|restoreId|task_id|filename|job_id|number)" ?: ?"([^"\\]{1,120})"/g
const inXml = /<(?:Key|UploadId|VersionId|Name|item)>([^<]{1,120})<|id="([^"]{1,120})"/g
const session = /"location":"[^"]*(\/upload\/session\?id=[0-9a-f]+)"/g

export class Known {
  readonly #of = new Map<Dialect, string[]>()

  add(dialect: Dialect, ...texts: readonly string[]): void {
    const list = this.#of.get(dialect) ?? []
    list.push(...texts.filter((text) => !list.includes(text)))
    this.#of.set(dialect, list.slice(-most))
  }

  /** Takes what an answer tells. */
  learn(dialect: Dialect, answer: string): void {
    const text = answer.slice(0, 20_000)
    const found = [named, inXml].flatMap((pattern) => [...text.matchAll(pattern)].flatMap(([, a, b]) => a ?? b ?? []))
    if (found.length > 0) this.add(dialect, ...found.slice(0, 20))
    for (const [, location = ''] of text.matchAll(session)) this.add('telestream-upload', location)
  }

  list(dialect: Dialect): readonly string[] {
    return this.#of.get(dialect) ?? []
  }

  pick(dialect: Dialect, chance: Chance): string | undefined {
    const list = this.list(dialect)
    return list.length === 0 ? undefined : chance.pick(list)
  }
}
