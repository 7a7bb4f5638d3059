// The signature of Azure's Blob API, by which Azurite knows its clients.
import { createHmac } from 'node:crypto'

const account = 'devstoreaccount1'
// Azurite's own, which its README prints.
const key = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw=='

/** @param query as it is sent, sorted by name @param length bytes of the body @param type its declared type */
export function signAzure(
  method: string,
  path: string,
  query: Record<string, string>,
  length: number,
  type = '',
): Record<string, string> {
  const headers: Record<string, string> = {
    ...(method === 'PUT' && query['restype'] === undefined && { 'x-ms-blob-type': 'BlockBlob' }),
    'x-ms-date': new Date().toUTCString(),
    'x-ms-version': '2021-12-02',
  }
  const canonical = Object.entries(headers)
    .map(([name, value]) => `${name}:${value}\n`)
    .join('')
  const resource = `/${account}${path}${Object.entries(query)
    .map(([name, value]) => `\n${name}:${value}`)
    .join('')}`
  const standard = ['', '', length === 0 ? '' : String(length), '', type, '', '', '', '', '', ''].join('\n')
  const text = `${method}\n${standard}\n${canonical}${resource}`
  const signature = createHmac('sha256', Buffer.from(key, 'base64')).update(text).digest('base64')
  return { ...headers, authorization: `SharedKey ${account}:${signature}` }
}

export const azureAccount = account
