import { expect, test } from 'vitest'
import { tlsMistake } from './node-tls-mistakes.ts'

// What Node's OpenSSL makes of the alerts that these clients send.
test.each([
  ['curl, Python and Go', 'ERR_SSL_TLSV1_ALERT_UNKNOWN_CA'],
  ['Java', 'ERR_SSL_SSL/TLS_ALERT_BAD_CERTIFICATE'],
  ['Chromium', 'ERR_SSL_SSL/TLS_ALERT_CERTIFICATE_UNKNOWN'],
])('says that %s did not trust the certificate, and what to do', (_, code) => {
  expect(tlsMistake(Object.assign(new Error('alert'), { code }), 4600)).toBe(
    'A client of port 4600 does not trust the certificate; give it the CA of GET /_stuntdouble/ca.pem, or ask for a name that the double has: --tls-name adds one',
  )
})

test.each(['ECONNRESET', 'HPE_INVALID_METHOD', 'ERR_SSL_WRONG_VERSION_NUMBER'])('says nothing of %s', (code) => {
  expect(tlsMistake(Object.assign(new Error('other'), { code }), 4600)).toBeUndefined()
})
