// Bodies that are no JSON.
import type { Matcher, Template } from './matchers.ts'

/** A body with a type of its own. */
export class Body {
  readonly contentType: string
  /** Text, or the fields of a form. */
  readonly content: string | { readonly [name: string]: Template }
  /** What the text must match, by where it stands in it: `$` is all of it. */
  readonly rules: { readonly [path: string]: Matcher }

  constructor(contentType: string, content: Body['content'], rules: Body['rules'] = {}) {
    this.contentType = contentType
    this.content = content
    this.rules = rules
  }
}

/** Plain text: DuraCloud's tongue. @param contentType default `text/plain` */
export function plain(content: string | Matcher<string>, contentType = 'text/plain'): Body {
  return typeof content === 'string'
    ? new Body(contentType, content)
    : new Body(contentType, content.value, { $: content })
}

/** Fields as a web form sends them. */
export const form = (fields: { readonly [name: string]: Template }): Body =>
  new Body('application/x-www-form-urlencoded', fields)

/**
 * XML to the letter, but where `rules` say otherwise.
 *
 * @param rules by Pact's path of an element or attribute: `$.spaces.space['@id']`
 */
export const xml = (content: string, rules: Body['rules'] = {}): Body => new Body('application/xml', content, rules)
