// How programs are told to trust the CA of a double: by variables that name a file.
import { getCACertificates } from 'node:tls'

/**
 * The text of such a file: the double's own CA, and those that this machine trusts already, because most of the variables replace what a
 * program would trust without them.
 */
export function trustFile(ca: string): string {
  const others = new Set([...getCACertificates('default'), ...getCACertificates('system')])
  return [ca, ...others].map((pem) => `${pem.trim()}\n`).join('')
}

/** Node; Go, OpenSSL and Python; Python's requests; curl; the AWS SDK and its command line. */
export function trustVariables(file: string): Record<string, string> {
  return {
    NODE_EXTRA_CA_CERTS: file,
    SSL_CERT_FILE: file,
    REQUESTS_CA_BUNDLE: file,
    CURL_CA_BUNDLE: file,
    AWS_CA_BUNDLE: file,
  }
}
