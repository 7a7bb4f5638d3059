// The error page of the servlet container, Tomcat: what clients see when a request does not reach DuraStore's own code.
import { escapeAttribute } from './xml.ts'

const reasons: Readonly<Record<number, readonly [reason: string, description: string]>> = {
  400: [
    'Bad Request',
    'The server cannot or will not process the request due to something that is perceived to be a client error (e.g., malformed request syntax, invalid request message framing, or deceptive request routing).',
  ],
  401: [
    'Unauthorized',
    'The request has not been applied to the target resource because it lacks valid authentication credentials for that resource.',
  ],
  403: ['Forbidden', 'The server understood the request but refuses to authorize it.'],
  404: [
    'Not Found',
    'The origin server did not find a current representation for the target resource or is not willing to disclose that one exists.',
  ],
  405: [
    'Method Not Allowed',
    'The method received in the request-line is known by the origin server but not supported by the target resource.',
  ],
  500: [
    'Internal Server Error',
    'The server encountered an unexpected condition that prevented it from fulfilling the request.',
  ],
  503: [
    'Service Unavailable',
    'The server is currently unable to handle the request due to a temporary overload or scheduled maintenance, which will likely be alleviated after some delay.',
  ],
}

export function containerPage(status: number, message?: string): string {
  const [reason, description] = reasons[status] ?? ['Error', 'The server could not fulfil the request.']
  const title = `HTTP Status ${status} – ${reason}`
  const said = message === undefined ? '' : `<p><b>Message</b> ${escapeAttribute(message)}</p>`
  return (
    `<!doctype html><html lang="en"><head><title>${title}</title></head><body><h1>${title}</h1><hr class="line" />` +
    `<p><b>Type</b> Status Report</p>${said}<p><b>Description</b> ${description}</p><hr class="line" /></body></html>`
  )
}
