// `GET /stores`: the storage provider accounts, as JDOM's pretty format lays them out (§3.2).
import { answerText } from '../../exchange.ts'
import type { Call } from './call.ts'
import { stores } from './model.ts'
import { escapeText } from './xml.ts'

export function list({ exchange }: Call): Response {
  const lines = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<storageProviderAccounts>',
    ...stores.flatMap(({ id, type, primary }) => [
      `  <storageAcct ownerId="0" isPrimary="${primary ? 1 : 0}">`,
      `    <id>${escapeText(id)}</id>`,
      `    <storageProviderType>${escapeText(type)}</storageProviderType>`,
      '  </storageAcct>',
    ]),
    '</storageProviderAccounts>',
    '',
    '',
  ]
  return answerText(exchange, 200, lines.join('\r\n'), { 'content-type': 'application/xml' })
}
