// The ways in which clients percent-encode what they sign.
import { encodeRfc3986 } from '../signature-v4.ts'
import type { Spelling } from './reading.ts'

export const doubleEncoded: Spelling = (text) => encodeRfc3986(encodeRfc3986(text))

/** `application/x-www-form-urlencoded` */
export const formEncoded: Spelling = (text) => encodeRfc3986(text).replaceAll('%20', '+')

/** `encodeURIComponent` */
export const likeJavaScript: Spelling = (text) => encodeURIComponent(text.toWellFormed())

/** `encodeURI`, of a part. */
export const withoutReserved: Spelling = (text) => encodeURI(text.toWellFormed())

/** PHP's rawurlencode before 5.3, Java's URLEncoder. */
export const tildeEncoded: Spelling = (text) => encodeRfc3986(text).replaceAll('~', '%7E')

/** .NET's HttpUtility. */
export const escapesLowerCase: Spelling = (text) =>
  encodeRfc3986(text).replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase())

export const slashesKept: Spelling = (text) => encodeRfc3986(text).replaceAll('%2F', '/')
