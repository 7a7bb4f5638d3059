// The names of the mistakes that the double tells developers of. They are stable: tests and tools may rely on them.

/** Who names a mistake: the APIs by the credential that they take. */
export type Credential = 'telestream' | 'x-api-key' | 'stream' | 'duracloud' | 's3'

export interface CodeEntry {
  /** What the client did, in one line. */
  readonly meaning: string
  /** What to do about it. */
  readonly hint: string
  readonly services: readonly Credential[]
}

const signatures = ['telestream', 's3'] as const
const keyed = ['telestream', 'x-api-key', 'stream', 'duracloud', 's3'] as const
const secrets = ['telestream', 'stream', 's3'] as const

/** In the order of the documentation: host, path, parameters, signature, secret, time, key. */
export const codes = {
  'port-in-host': {
    meaning: 'The host was signed with a port that the request does not name.',
    hint: 'Telestream: sign the host name alone. S3: sign the Host header as it is sent.',
    services: signatures,
  },
  'port-not-in-host': {
    meaning: 'The host was signed without the port that the request names.',
    hint: 'Sign the Host header as it is sent.',
    services: ['s3'],
  },
  'other-host': {
    meaning: 'The request was signed for another host than it came to.',
    hint: 'Sign for the name by which the buckets are reached; a proxy has to keep the Host header.',
    services: ['s3'],
  },
  'scheme-in-host': {
    meaning: 'The host was signed with its scheme, as "https://host".',
    hint: 'Sign the host name alone.',
    services: signatures,
  },
  'host-case': {
    meaning: 'The host was signed with capitals that the request does not have.',
    hint: 'Lower-case the host before signing.',
    services: signatures,
  },
  'wrong-method': {
    meaning: 'Another method was signed than was sent.',
    hint: 'Sign the method that is sent, in capitals; an HTTP library may change it when it follows a redirect or has a body.',
    services: signatures,
  },
  'version-in-path': {
    meaning: "The path was signed with the API's version, or with the prefix of the base URL.",
    hint: 'Sign the path behind the version: "/videos.json".',
    services: ['telestream'],
  },
  'path-spelling': {
    meaning: 'The path was signed otherwise than it was sent: without its slash or extension, or with the query.',
    hint: 'Sign the path as it is sent, without the query.',
    services: signatures,
  },
  'bucket-in-path': {
    meaning: 'The path was signed with the bucket, though the host names it.',
    hint: 'Sign /KEY, or let the path name the bucket (forcePathStyle).',
    services: ['s3'],
  },
  'bucket-not-in-path': {
    meaning: 'The path was signed without its bucket.',
    hint: 'Where the path names the bucket, it is signed.',
    services: ['s3'],
  },
  'slash-encoded': {
    meaning: 'Slashes of the key were signed as %2F.',
    hint: 'The slashes of a key stay slashes when it is signed.',
    services: ['s3'],
  },
  'raw-query': {
    meaning: 'The query was signed as it stands in the URL.',
    hint: 'Sort the parameters by name and encode them anew, each value by RFC 3986.',
    services: signatures,
  },
  'not-encoded': {
    meaning: 'The parameters were signed without percent-encoding.',
    hint: 'Percent-encode names and values (RFC 3986) before they become part of the string to sign.',
    services: signatures,
  },
  'reserved-not-encoded': {
    meaning: 'Reserved characters were signed as they are, as encodeURIComponent or encodeURI leave them.',
    hint: "Encode every byte but A-Z a-z 0-9 - . _ ~: also ! ' ( ) *.",
    services: ['s3'],
  },
  'tilde-encoded': {
    meaning: '"~" was signed as %7E.',
    hint: 'RFC 3986 leaves "~" as it is.',
    services: ['s3'],
  },
  'equals-missing': {
    meaning: 'A name without a value was signed without "=".',
    hint: 'Sign "uploads=" where "uploads" is sent.',
    services: ['s3'],
  },
  'plus-not-encoded': {
    meaning: 'A plus was sent as "+", which in a query is a space.',
    hint: 'Send a plus as %2B.',
    services: ['s3'],
  },
  'plus-for-space': {
    meaning: 'Spaces were signed as "+".',
    hint: 'Sign a space as %20 (RFC 3986), whatever the URL itself says.',
    services: signatures,
  },
  'slash-not-encoded': {
    meaning: 'Slashes in the parameters were signed as they are.',
    hint: 'Sign "/" as %2F in names and values (Python: quote(value, safe="")).',
    services: signatures,
  },
  'brackets-encoded': {
    meaning: 'The brackets of nested parameters were signed encoded, in an order that fits no SDK.',
    hint: 'Sign "[" and "]" of a name as they are: events[video_created]=true.',
    services: ['telestream'],
  },
  'lower-case-escapes': {
    meaning: 'Percent-escapes were signed in lower case (%2f).',
    hint: 'Sign them in upper case (%2F).',
    services: signatures,
  },
  'other-escapes': {
    meaning: 'Characters were signed as they are that are to be encoded, or the other way round.',
    hint: 'Encode everything but letters, digits and - _ . ~ (RFC 3986): JavaScript’s encodeURIComponent leaves five more.',
    services: ['telestream'],
  },
  'double-encoded': {
    meaning: 'Something was percent-encoded twice: a parameter, the string to sign, or the signature.',
    hint: 'Encode once; an HTTP library that takes parameters encodes them itself.',
    services: signatures,
  },
  'timestamp-not-encoded': {
    meaning: 'The timestamp was put into the URL as it is: the "+" of its zone arrived as a space.',
    hint: 'Percent-encode the timestamp ("+" is %2B), or write it with "Z".',
    services: ['telestream'],
  },
  'keys-unsorted': {
    meaning: 'The parameters were not sorted by name before signing.',
    hint: 'Sort them by name, in byte order: capitals before small letters.',
    services: signatures,
  },
  'file-signed': {
    meaning: 'The uploaded file was signed as if it were a parameter.',
    hint: 'Leave "file" out of the string to sign.',
    services: ['telestream'],
  },
  'added-after-signing': {
    meaning: 'A parameter was added after the request was signed.',
    hint: 'Sign every parameter that is sent, in the query and in the form, but signature and file.',
    services: signatures,
  },
  'not-signed': {
    meaning: 'A parameter that belongs to the credential, or the body, was left out of what was signed.',
    hint: 'Sign access_key, factory_id or cloud_id, timestamp, and the fields of the form as well.',
    services: signatures,
  },
  'signed-not-sent': {
    meaning: 'A parameter was signed that the request does not have.',
    hint: 'Send what was signed, or sign what is sent.',
    services: signatures,
  },
  'header-not-signed': {
    meaning: 'A header that has to be signed is not among the signed ones.',
    hint: 'Sign host and every x-amz header that is sent.',
    services: ['s3'],
  },
  'header-changed': {
    meaning: 'A header came with another value than was signed.',
    hint: 'Do not sign headers that libraries and proxies change; host and x-amz-… are enough.',
    services: ['s3'],
  },
  'header-spelling': {
    meaning: 'Headers were signed with other names or other white space or letters than S3 signs.',
    hint: 'Names in lower case, several spaces as one, letters beyond ASCII as UTF-8.',
    services: ['s3'],
  },
  'blank-line-missing': {
    meaning: 'Between the headers and their names an empty line is missing.',
    hint: 'Each header has a line end behind it, and then comes an empty line.',
    services: ['s3'],
  },
  'canonical-not-hashed': {
    meaning: 'The string to sign does not end with the lower-case hex SHA-256 of the canonical request.',
    hint: 'Hash the canonical request, and sign its hash.',
    services: ['s3'],
  },
  'policy-not-encoded': {
    meaning: 'Of a form, the policy was signed otherwise than it is sent.',
    hint: 'Sign the base64 of the policy, the very text that the form has.',
    services: ['s3'],
  },
  'policy-condition': {
    meaning: 'A field of the form is not what its policy allows.',
    hint: 'Send the fields that the policy was made for.',
    services: ['s3'],
  },
  'chunk-chain': {
    meaning: 'A chunk was signed on top of another signature than that of the chunk before.',
    hint: 'The first chunk is signed on top of the signature of the request, each other one on top of the one before.',
    services: ['s3'],
  },
  'payload-hash': {
    meaning: 'The hash of the payload that was signed is not that of the body.',
    hint: 'Hash the exact bytes that are sent, or sign UNSIGNED-PAYLOAD.',
    services: ['s3'],
  },
  'checksum-mismatch': {
    meaning: 'The checksum that was sent is not that of the body.',
    hint: 'Send the lower-case hex SHA-256 of the exact bytes of the body.',
    services: ['telestream'],
  },
  'trailing-newline': {
    meaning: 'The string to sign ended with a newline.',
    hint: 'Join the parts with a newline and put none behind the last.',
    services: signatures,
  },
  separator: {
    meaning: 'The parts of the string to sign were joined by something else than a line feed.',
    hint: 'Join them by one LF; in PHP "\\n" needs double quotes.',
    services: signatures,
  },
  'signature-hex': {
    meaning: 'The signature was sent as hex.',
    hint: 'Encode the 32 bytes of the HMAC in base64, not their hex digits.',
    services: ['telestream'],
  },
  'signature-base64url': {
    meaning: 'The signature was sent in the base64 of URLs ("-" and "_"), or without its "=".',
    hint: 'Use standard base64 with padding, percent-encoded where it becomes part of a URL.',
    services: ['telestream'],
  },
  'signature-not-encoded': {
    meaning: 'The signature was put into the URL as it is: its "+" arrived as a space.',
    hint: 'Percent-encode the signature where it becomes part of a URL or a form ("+" is %2B).',
    services: ['telestream'],
  },
  'signature-newline': {
    meaning: 'The signature was sent with white space around it.',
    hint: 'Some base64 encoders add a line end (Ruby encode64, Python encodebytes): use the strict one, or strip it.',
    services: ['telestream'],
  },
  'signature-malformed': {
    meaning: 'What was sent as the signature is none.',
    hint: 'Send the base64 of the 32 bytes of the HMAC: 44 characters.',
    services: signatures,
  },
  'wrong-algorithm': {
    meaning: 'The credential was made by another algorithm.',
    hint: 'Telestream: HMAC-SHA256. Stream: HS256. S3: AWS4-HMAC-SHA256.',
    services: secrets,
  },
  'arguments-swapped': {
    meaning: 'The HMAC was taken of the secret, with the string to sign as its key.',
    hint: "Look up the order of the library's arguments: the secret is the key, the string to sign the data.",
    services: signatures,
  },
  'other-secret': {
    meaning: 'The credential was made with the secret of another account that the double knows.',
    hint: '`stuntdouble env` prints the credentials of a world, each key with its secret.',
    services: secrets,
  },
  'unknown-secret': {
    meaning: 'No secret that the double knows made the credential.',
    hint: '`stuntdouble env` prints the secrets of a world; POST /_stuntdouble/worlds gives a world the secret of your app.',
    services: ['telestream', 'stream'],
  },
  'key-secret-swapped': {
    meaning: 'Key and secret are swapped.',
    hint: 'The key goes into the request, the secret only into the signature.',
    services: keyed,
  },
  'key-as-secret': {
    meaning: 'The public key was used as the secret too.',
    hint: 'Sign with the secret that belongs to the key.',
    services: secrets,
  },
  'secret-whitespace': {
    meaning: 'The secret that was used differs from the right one in white space around it.',
    hint: 'Trim it where it is read: a file or an environment variable often ends with a newline.',
    services: keyed,
  },
  'secret-quoted': {
    meaning: 'The secret was used with quotes around it.',
    hint: 'Look at how it is read: not every reader of .env files takes quotes away.',
    services: keyed,
  },
  'secret-encoded': {
    meaning: 'The secret was used encoded or decoded: base64, hex, percent-encoding, another case.',
    hint: 'Use the very characters of the secret.',
    services: keyed,
  },
  'secret-cut': {
    meaning: 'The secret was cut at its first special character.',
    hint: 'Put it into single quotes: a shell or a .env reads $ and # otherwise.',
    services: keyed,
  },
  'signing-key': {
    meaning: 'The key that signs was derived otherwise.',
    hint: 'HMAC("AWS4" + secret, day), of that the region, the service and aws4_request: the bytes, not their hex.',
    services: ['s3'],
  },
  'clock-fast': {
    meaning: "The client's clock is ahead of the world's.",
    hint: "Set the client's clock, or the world's: PUT /_stuntdouble/clock.",
    services: secrets,
  },
  'clock-slow': {
    meaning: "The client's clock is behind the world's.",
    hint: "Set the client's clock, or the world's: PUT /_stuntdouble/clock.",
    services: secrets,
  },
  expired: {
    meaning: 'The credential was right once, and is too old.',
    hint: 'Make a new one for each request.',
    services: secrets,
  },
  'not-yet-valid': {
    meaning: 'The credential is right, and counts from a later time on.',
    hint: "Compare the client's clock with the world's.",
    services: ['stream', 's3'],
  },
  'wrong-date': {
    meaning: 'Two parts of the request were signed with different times.',
    hint: 'Ask the clock once, in UTC, and use that time for all of them.',
    services: ['s3'],
  },
  'timestamp-missing': {
    meaning: 'There is no timestamp.',
    hint: 'Send and sign "timestamp", in UTC and ISO 8601.',
    services: ['telestream'],
  },
  'timestamp-unreadable': {
    meaning: 'The timestamp cannot be read.',
    hint: 'Write it in ISO 8601 with date, time and zone: 2016-10-03T12:00:00Z.',
    services: ['telestream'],
  },
  replayed: {
    meaning: 'The signature was used by an earlier POST.',
    hint: 'Sign every request anew, with a fresh timestamp.',
    services: ['telestream'],
  },
  'wrong-region': {
    meaning: 'Another region was signed than the bucket is in.',
    hint: "Set the SDK's region to that of the bucket.",
    services: ['s3'],
  },
  'wrong-service': {
    meaning: 'Another service than s3 was signed.',
    hint: 'Sign for the service s3.',
    services: ['s3'],
  },
  'other-app': {
    meaning: 'The token belongs to another app than the API key.',
    hint: 'Key and secret of one app belong together.',
    services: ['stream'],
  },
  'user-token': {
    meaning: 'A token of a user was used where one of the server is needed.',
    hint: 'Calls of a server take a token with {"server": true}.',
    services: ['stream'],
  },
  revoked: {
    meaning: 'The token was issued before tokens were revoked.',
    hint: 'Issue a new one.',
    services: ['stream'],
  },
  'unknown-key': {
    meaning: 'No world knows the key, token or user; the nearest that is known is named.',
    hint: '`stuntdouble env` prints the credentials of a world; POST /_stuntdouble/worlds gives a world those that your app has.',
    services: keyed,
  },
  'other-world': {
    meaning: 'The key is that of another world than the URL names.',
    hint: 'Leave /w/NAME out of the base URL, or use the credentials of that world.',
    services: keyed,
  },
  'other-key': {
    meaning: 'The key is one of another API or service.',
    hint: '`stuntdouble env` says which variable is meant for what.',
    services: keyed,
  },
  'other-token': {
    meaning: 'The token belongs to another cloud than cloud_id.',
    hint: 'Leave cloud_id out: the token alone says which cloud is meant.',
    services: ['telestream'],
  },
  'wrong-password': {
    meaning: 'The user is known, and has another password.',
    hint: '`stuntdouble env` prints DURACLOUD_USERNAME and DURACLOUD_PASSWORD.',
    services: ['duracloud'],
  },
  'wrong-charset': {
    meaning: 'Name or password was sent in another encoding than UTF-8.',
    hint: 'Encode NAME:PASSWORD as UTF-8, once, before base64.',
    services: ['duracloud'],
  },
  'malformed-credentials': {
    meaning: 'What was sent as a credential cannot be read as one.',
    hint: 'Let an SDK make it, and send it as it is.',
    services: keyed,
  },
  'no-credentials': {
    meaning: 'There is no credential, and one is needed.',
    hint: '`stuntdouble env` prints those of a world.',
    services: keyed,
  },
  'two-credentials': {
    meaning: 'The request has two credentials.',
    hint: 'Send one: a presigned URL goes without Authorization.',
    services: ['s3'],
  },
  'session-token': {
    meaning: 'There is a session token; the keys of the double go without.',
    hint: 'Unset AWS_SESSION_TOKEN.',
    services: ['s3'],
  },
  'auth-type': {
    meaning: 'The header stream-auth-type is missing, or neither jwt nor anonymous.',
    hint: 'Send stream-auth-type: jwt.',
    services: ['stream'],
  },
  'missing-key': {
    meaning: 'The request has no X-Api-Key, or an empty one.',
    hint: 'Send the header X-Api-Key; `stuntdouble env` prints it as TELESTREAM_API_KEY.',
    services: ['x-api-key'],
  },
  'other-header': {
    meaning: 'The key stands in the header Authorization.',
    hint: 'Send the key, and nothing else, in the header X-Api-Key.',
    services: ['x-api-key'],
  },
  'key-in-query': {
    meaning: 'The key stands in the query.',
    hint: 'Send it in the header X-Api-Key.',
    services: ['x-api-key'],
  },
  'signed-request': {
    meaning: 'The request is signed; this API knows no signatures.',
    hint: 'Send the header X-Api-Key.',
    services: ['x-api-key'],
  },
  'prefixed-key': {
    meaning: 'There is a word before the key.',
    hint: "Send the key alone: leave the SDK's ApiKeyPrefix empty.",
    services: ['x-api-key'],
  },
  'parameter-missing': {
    meaning: 'A parameter of the credential is missing.',
    hint: 'Send access_key, timestamp and signature, in the query or in the form.',
    services: ['telestream'],
  },
} as const satisfies Record<string, CodeEntry>

export type MistakeCode = keyof typeof codes

/** What a client did wrong. The code is stable; the texts are for people. */
export interface Mistake {
  readonly code: MistakeCode
  readonly message: string
  readonly hint: string
}

/** A mistake in the words of the list, where nothing more is known of it. */
export function mistake(code: MistakeCode, words: { message?: string; hint?: string } = {}): Mistake {
  const { hint, meaning } = codes[code]
  return { code, message: words.message ?? meaning, hint: words.hint ?? hint }
}
