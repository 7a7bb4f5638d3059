// A deliberate change of a provider: what it does to one answer, so that a contract must break.

export interface Answer {
  status: number
  headers: Headers
  text: string
}

export interface Mutation {
  /** The provider, as pact files name it. */
  provider: string
  /** The description of the interaction that must turn red. */
  interaction: string
  /** In words: `width is a text`. */
  change: string
  /** Changes the answer in place. */
  apply: (answer: Answer) => void
}

type Apply = Mutation['apply']

/** Mutations of one provider, a line each: the interaction, the change in words, and the change. */
export function mutationsOf(
  provider: string,
  rows: readonly (readonly [interaction: string, change: string, apply: Apply])[],
): Mutation[] {
  return rows.map(([interaction, change, apply]) => ({ provider, interaction, change, apply }))
}

type Json = { [name: string]: unknown }

/** Another JSON body. @param change answers the new one, or changes what it is handed */
export function json(change: (body: Json) => unknown): Apply {
  return (answer) => {
    const body = JSON.parse(answer.text) as Json
    answer.text = JSON.stringify(change(body) ?? body)
  }
}

/** The same of a member, by its path: `0.width`, `videos.0.id`. @param change answers the new value; undefined takes it away */
export function member(path: string, change: (value: unknown) => unknown): Apply {
  return json((body) => {
    const names = path.split('.')
    const last = names.pop() ?? ''
    const parent = parentOf(body, names)
    if (!(last in parent)) throw new Error(`There is no ${path} in ${JSON.stringify(body).slice(0, 200)}`)
    const value = change(parent[last])
    if (value === undefined) delete parent[last]
    else parent[last] = value
  })
}

export function renamed(path: string, name: string): Apply {
  return json((body) => {
    const names = path.split('.')
    const last = names.pop() ?? ''
    const parent = parentOf(body, names)
    if (!(last in parent)) throw new Error(`There is no ${path} in ${JSON.stringify(body).slice(0, 200)}`)
    parent[name] = parent[last]
    delete parent[last]
  })
}

function parentOf(body: Json, names: readonly string[]): Json {
  return names.reduce<unknown>((value, name) => (value as Json)[name], body) as Json
}

export function gone(path: string): Apply {
  return member(path, () => undefined)
}

export function status(status: number): Apply {
  return (answer) => void (answer.status = status)
}

/** @param value undefined takes it away */
export function header(name: string, value?: string): Apply {
  return ({ headers }) => (value === undefined ? headers.delete(name) : headers.set(name, value))
}

export function text(change: (text: string) => string): Apply {
  return (answer) => {
    const changed = change(answer.text)
    if (changed === answer.text) throw new Error(`Nothing is changed in ${answer.text.slice(0, 200)}`)
    answer.text = changed
  }
}
