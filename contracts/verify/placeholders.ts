// Which credentials of a request stand for others: those that are there to be made anew, and those that are meant as they are written.
import { type Interaction, isJson } from './pact-file.ts'

/** By the name of a header or a parameter, in lower case. */
export type IsLiteral = (name: string) => boolean

/**
 * A credential is literal where the file expects a refusal (401 or 403) and has no matching rule for it: a wrong signature can be a
 * contract too. All others are made anew, because no file can hold a fresh one.
 */
export function literalsOf({ kind, json }: Interaction): IsLiteral {
  const response = isJson(json['response']) ? json['response'] : {}
  const status = String(response['status'])
  if (kind !== 'http' || (status !== '401' && status !== '403')) return () => false
  const request = isJson(json['request']) ? json['request'] : {}
  const ruled = [...rulePaths(request['matchingRules']), ...generatorPaths(request['generators'])]
  return (name) => !ruled.some((path) => path.split(/[.[\]'"$]+/).includes(name))
}

/** All that name something, in lower case: `header.authorization`, `$.query.signature`. */
function rulePaths(rules: unknown, above = ''): string[] {
  if (!isJson(rules)) return []
  return Object.entries(rules).flatMap(([name, value]) => {
    const path = `${above}.${name}`.toLowerCase()
    return isJson(value) && !('matchers' in value) && !('match' in value) ? [path, ...rulePaths(value, path)] : [path]
  })
}

function generatorPaths(generators: unknown): string[] {
  return rulePaths(generators)
}
