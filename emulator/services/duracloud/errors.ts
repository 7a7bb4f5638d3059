// DuraStore's refusals: sentences of plain text from its resources, HTML pages from the container around it (§1.2, §2.3, §3.1).
import { answerText, type Exchange } from '../../exchange.ts'
import type { Diagnosis } from '../../journal.ts'
import { noteFault, ObjectStoreUnavailable } from '../../objects/errors.ts'
import { containerPage } from './container-page.ts'

export class DuraCloudError extends Error {
  override name = 'DuraCloudError'
  readonly status: number
  readonly contentType: string
  readonly headers: Readonly<Record<string, string>>
  readonly diagnosis: Diagnosis | undefined

  constructor(
    status: number,
    body: string,
    options: { contentType?: string; headers?: Record<string, string>; diagnosis?: Diagnosis } = {},
  ) {
    super(body)
    this.status = status
    this.contentType = options.contentType ?? 'text/plain'
    this.headers = options.headers ?? {}
    this.diagnosis = options.diagnosis
  }
}

/** A resource's own refusal. */
export const refuse = (status: number, sentence: string) => new DuraCloudError(status, sentence)

/** Of the resources that are declared as XML: plain text under that label (§3.1). */
export const refuseAsXml = (status: number, sentence: string) =>
  new DuraCloudError(status, sentence, { contentType: 'application/xml' })

/** Of the reports, which are declared as JSON: plain text under that label. */
export const refuseAsJson = (status: number, sentence: string) =>
  new DuraCloudError(status, sentence, { contentType: 'application/json' })

/** What the servlet container answers by itself. */
export const errorPage = (
  status: number,
  message?: string,
  options: { headers?: Record<string, string>; diagnosis?: Diagnosis } = {},
) =>
  new DuraCloudError(status, containerPage(status, message), {
    ...options,
    contentType: 'text/html;charset=utf-8',
    headers: { 'content-language': 'en', ...options.headers },
  })

/** §1.2 */
export const unauthorized = (message: string, diagnosis?: Diagnosis) =>
  errorPage(401, message, {
    headers: { 'www-authenticate': 'Basic realm="DuraCloud:DuraStore"' },
    ...(diagnosis && { diagnosis }),
  })

export const forbidden = (diagnosis: Diagnosis) => errorPage(403, 'Access is denied', { diagnosis })

export const methodNotAllowed = (allowed: readonly string[]) =>
  errorPage(405, 'Method Not Allowed', { headers: { allow: allowed.join(',') } })

/** Why a resource failed, before it says what it was about to do; see `attempting`. */
export class Cause extends Error {
  override name = 'Cause'
  readonly status: number

  constructor(status: number, message: string) {
    super(message)
    this.status = status
  }
}

export const noSuchStore = (storeId: string) => new Cause(404, `No store exists with ID ${storeId}`)

export const noSuchSpace = (spaceId: string) => new Cause(404, `No S3 bucket found matching spaceID: ${spaceId}`)

export const noSuchContent = (contentId: string, bucket: string) =>
  new Cause(
    404,
    `Could not find content item with ID ${contentId} in S3 bucket ${bucket}. S3 error: The specified key does not exist.`,
  )

/** As the AWS SDK in DuraStore says it. */
export const storageFailed = ({ message }: ObjectStoreUnavailable) =>
  new Cause(500, `Unable to execute HTTP request: ${message}`)

/**
 * Does what a resource does, and puts what stands in the way into its words:
 * `Error attempting to get content 'c' in 's' due to: …` (§3.1).
 */
export async function attempting<R>(what: string, work: () => R | Promise<R>, refusal = refuse): Promise<R> {
  try {
    return await work()
  } catch (thrown) {
    const error = thrown instanceof ObjectStoreUnavailable ? storageFailed(thrown) : thrown
    if (!(error instanceof Cause)) throw error
    const refused = refusal(error.status, `Error attempting to ${what} due to: ${error.message}`)
    refused.cause = thrown
    throw refused
  }
}

/** Puts a refusal on the wire; undefined when it is none, and so a mistake of ours. */
export function answerError(exchange: Exchange, error: unknown): Response | undefined {
  if (error instanceof ObjectStoreUnavailable) {
    noteFault(exchange, error)
    return answerError(exchange, refuse(500, storageFailed(error).message))
  }
  if (!(error instanceof DuraCloudError)) return undefined
  noteFault(exchange, error)
  if (error.diagnosis) exchange.diagnosis = error.diagnosis
  const headers = { 'content-type': error.contentType, ...error.headers }
  // A HEAD hears of it by the status alone.
  if (exchange.request.method === 'HEAD') return new Response(null, { status: error.status, headers })
  return answerText(exchange, error.status, error.message, headers)
}
