// One request to a running double, over http or https.
import { request as httpRequest } from 'node:http'
import { request as httpsRequest } from 'node:https'

/** Somebody listens, and says nothing: a double under load, or no double. */
export class NoAnswerInTime extends Error {
  override name = 'NoAnswerInTime'
}

/** Somebody began to answer, and did not end it: a double that was stopped, or no double. */
export class AnswerBrokenOff extends Error {
  override name = 'AnswerBrokenOff'

  constructor(cause: Error) {
    super(`the answer broke off: ${cause.message}`, { cause })
  }
}

export interface Asked {
  status: number
  text: string
}

/**
 * GETs something from a double.
 * @param ca whom to trust of an https one, PEM; `anybody` where nothing is told that has to stay a secret
 * @param patience how long it may say nothing, in ms
 * @throws {NoAnswerInTime | AnswerBrokenOff} @throws when nobody listens
 */
export function ask(url: string | URL, ca?: readonly string[] | 'anybody', patience = 3_000): Promise<Asked> {
  const trust = ca === undefined ? {} : ca === 'anybody' ? { rejectUnauthorized: false } : { ca: [...ca] }
  const options = { timeout: patience, agent: false as const, ...trust }
  const send = new URL(url).protocol === 'https:' ? httpsRequest : httpRequest
  return new Promise((resolve, reject) => {
    const asking = send(url, options, (answer) => {
      let text = ''
      answer.setEncoding('utf8')
      answer.on('data', (chunk: string) => (text += chunk))
      answer.on('error', (error) => reject(new AnswerBrokenOff(error)))
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, text }))
    })
    asking.on('timeout', () => asking.destroy(new NoAnswerInTime(`no answer within ${patience / 1000} s`)))
    asking.on('error', reject)
    asking.end()
  })
}
