// A certificate authority of the double's own: made once for a data directory, else at each start; it signs certificates for the
// names by which clients reach the double.
import 'reflect-metadata'
import * as x509 from '@peculiar/x509'
import { createPrivateKey, X509Certificate } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { isIP } from 'node:net'
import { join } from 'node:path'
import type { Certificate } from './platform.ts'

const day = 24 * 60 * 60_000
/** People who trust it should not have to do so again soon. */
const authorityLife = 10 * 365 * day
/** The longest that browsers and Apple's systems take. */
const certificateLife = 397 * day
/** Clocks of clients may be slow. */
const skew = day

// Small, fast to make, and known to every client since TLS 1.2.
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }

export interface Authority {
  /** PEM. */
  readonly certificate: string
  /** Where that is kept; undefined when it is in memory alone. */
  readonly file: string | undefined
  /** @param names host names, also with `*` as their first label, and IP addresses; the first is the subject */
  issue: (names: readonly string[]) => Promise<Certificate>
}

/**
 * Opens the authority of a directory, and makes one where there is none that is still good.
 * @param options.directory without one it is kept in memory
 * @param options.now real time in ms: clients judge certificates by their own clocks
 */
export async function openAuthority(options: { directory?: string; now?: () => number } = {}): Promise<Authority> {
  const { directory, now = Date.now } = options
  const kept = directory === undefined ? undefined : await read(directory, now())
  const { certificate, key } = kept ?? (await make(now()))
  if (directory !== undefined && !kept) await write(directory, { certificate, key })

  const signingKey = await importKey(key)
  const parsed = new x509.X509Certificate(certificate)
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const leafKey = await exportKey(keys.privateKey)
  return {
    certificate,
    file: directory === undefined ? undefined : join(directory, 'ca.pem'),
    async issue(names) {
      const issued = await x509.X509CertificateGenerator.create({
        subject: [{ CN: [(names[0] ?? 'stuntdouble').slice(0, 64)] }],
        issuer: parsed.subjectName,
        notBefore: new Date(now() - skew),
        notAfter: new Date(Math.min(now() + certificateLife, parsed.notAfter.getTime())),
        publicKey: keys.publicKey,
        signingKey,
        signingAlgorithm: algorithm,
        extensions: [
          new x509.BasicConstraintsExtension(false, undefined, true),
          new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
          new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
          new x509.SubjectAlternativeNameExtension(
            names.map((name): x509.JsonGeneralName => ({ type: isIP(name) === 0 ? 'dns' : 'ip', value: name })),
          ),
          await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
          await x509.AuthorityKeyIdentifierExtension.create(parsed.publicKey),
        ],
      })
      return { certificate: `${issued.toString('pem')}\n${certificate}`, key: leafKey }
    },
  }
}

async function make(now: number): Promise<Certificate> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify'])
  const identifier = await x509.SubjectKeyIdentifierExtension.create(keys.publicKey)
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    // With a mark of its key: somebody may trust those of several doubles.
    name: [{ O: ['stuntdouble'] }, { CN: [`stuntdouble CA ${identifier.keyId.slice(0, 8)}`] }],
    notBefore: new Date(now - skew),
    notAfter: new Date(now + authorityLife),
    keys,
    signingAlgorithm: algorithm,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      identifier,
      await x509.AuthorityKeyIdentifierExtension.create(keys.publicKey),
    ],
  })
  return { certificate: `${certificate.toString('pem')}\n`, key: await exportKey(keys.privateKey) }
}

/** Undefined when there is none, when it is about to expire, or when a crash left one half of it. */
async function read(directory: string, now: number): Promise<Certificate | undefined> {
  const certificate = await textOf(join(directory, 'ca.pem'))
  const key = await textOf(join(directory, 'ca-key.pem'))
  if (certificate === undefined || key === undefined) return undefined
  const parsed = new X509Certificate(certificate)
  const good = parsed.checkPrivateKey(createPrivateKey(key)) && Date.parse(parsed.validTo) > now + certificateLife
  return good ? { certificate, key } : undefined
}

/** The certificate last: it is what people copy. */
async function write(directory: string, { certificate, key }: Certificate): Promise<void> {
  await mkdir(directory, { recursive: true, mode: 0o700 })
  for (const [name, text, mode] of [
    ['ca-key.pem', key, 0o600],
    ['ca.pem', certificate, 0o644],
  ] as const) {
    const path = join(directory, name)
    await writeFile(`${path}.part`, text, { mode })
    await rename(`${path}.part`, path)
  }
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined
    throw error
  })
}

async function exportKey(key: CryptoKey): Promise<string> {
  const pkcs8 = await crypto.subtle.exportKey('pkcs8', key)
  return `${x509.PemConverter.encode(pkcs8, 'PRIVATE KEY')}\n`
}

async function importKey(pem: string): Promise<CryptoKey> {
  const [pkcs8 = new ArrayBuffer(0)] = x509.PemConverter.decode(pem)
  return crypto.subtle.importKey('pkcs8', pkcs8, algorithm, false, ['sign'])
}
