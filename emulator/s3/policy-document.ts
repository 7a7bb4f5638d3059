// What a bucket's policy may say here.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
import { z } from 'zod'
import { defined } from '../defined.ts'
import type { PolicyStatement } from '../objects/bucket-settings.ts'
import { notImplemented, S3Error } from './errors.ts'
import { like, operators } from './policy.ts'

/** What conditions may ask about; see access.ts. */
const knownFacts = new Set(['aws:securetransport', 'aws:referer', 'aws:useragent', 's3:prefix', 's3:delimiter'])

const oneOrMore = z.union([z.string(), z.array(z.string())]).transform((value) => [value].flat())
const principal = z.union([z.literal('*'), z.record(z.string(), oneOrMore)])
const conditions = z.record(
  z.string(),
  z.record(z.string(), z.union([oneOrMore, z.boolean().transform((flag) => [String(flag)])])),
)

const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Principal: principal.optional(),
  NotPrincipal: principal.optional(),
  Action: oneOrMore.optional(),
  NotAction: oneOrMore.optional(),
  Resource: oneOrMore.optional(),
  NotResource: oneOrMore.optional(),
  Condition: conditions.optional(),
})

const policy = z.strictObject({
  Version: z.enum(['2012-10-17', '2008-10-17']).optional(),
  Id: z.string().optional(),
  Statement: z.union([statement, z.array(statement)]).transform((value) => [value].flat()),
})

const malformed = (what: string) => new S3Error(400, 'MalformedPolicy', what)

/**
 * Reads a policy that is put on a bucket.
 * @throws {S3Error} MalformedPolicy; NotImplemented for what this double could only pretend to heed
 */
export function parsePolicy(text: string, bucket: string): PolicyStatement[] {
  const parsed = policy.safeParse(jsonOf(text))
  if (!parsed.success) throw malformed("Policies must be valid JSON and the first byte must be '{'")
  for (const each of parsed.data.Statement) checkStatement(each, bucket)
  return parsed.data.Statement.map(statementOf)
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw malformed('This policy contains invalid Json')
  }
}

function checkStatement(each: z.infer<typeof statement>, bucket: string): void {
  if ((each.Principal === undefined) === (each.NotPrincipal === undefined))
    throw malformed('Missing required field Principal')
  if ((each.Action === undefined) === (each.NotAction === undefined)) throw malformed('Missing required field Action')
  if ((each.Resource === undefined) === (each.NotResource === undefined))
    throw malformed('Missing required field Resource')
  for (const action of each.Action ?? each.NotAction ?? [])
    if (action !== '*' && !/^s3:[A-Za-z*?]+$/.test(action)) throw malformed('Policy has invalid action')
  for (const resource of each.Resource ?? each.NotResource ?? [])
    if (!isOf(bucket, resource)) throw malformed('Policy has invalid resource')
  for (const [operator, keys] of Object.entries(each.Condition ?? {})) {
    if (!Object.hasOwn(operators, operator)) throw notImplemented(`the policy condition ${operator}`)
    const unknown = Object.keys(keys).find((key) => !knownFacts.has(key.toLowerCase()))
    if (unknown !== undefined) throw notImplemented(`the policy condition key ${unknown}`)
  }
}

/** Whether a resource can be the bucket, or something in it: `arn:aws:s3:::*` can be all. */
function isOf(bucket: string, resource: string): boolean {
  const [, named] = /^arn:aws:s3:::([^/]+)/.exec(resource) ?? []
  return named !== undefined && like(named, bucket)
}

/** A statement's name says nothing. */
function statementOf({ Sid: _name, ...given }: z.infer<typeof statement>): PolicyStatement {
  return { Effect: given.Effect, ...defined(given) }
}
