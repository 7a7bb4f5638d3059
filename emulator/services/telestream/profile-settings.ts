// What a client says about a profile: read leniently, kept in the types that it has on the wire, with names that we do not know.
import { plainText } from '../../plain-text.ts'
import { badRequest } from './errors.ts'
import { type Input, isObject, quote } from './input.ts'
import type { ApiName, Profile } from './model.ts'
import { type FieldKind, profileFields } from './profile-fields.ts'
import { parseBoolean } from './wire.ts'

const ofThemselves = new Set([
  'id',
  'name',
  'title',
  'preset_name',
  'command',
  'extname',
  'created_at',
  'updated_at',
  'expand',
  'exclude_advanced_services',
  'factory_id',
  'cloud_id',
])
const ofTheCall = new Set(['access_key', 'signature', 'signature_version', 'timestamp', 'checksum', 'token'])
export const aspectModes = [
  'preserve',
  'constrain',
  'letterbox',
  'pad',
  'crop',
  'fill',
  'fill (crop)',
  'stretch',
  'center',
]

/** @throws {TelestreamError} 400 for a value that its field does not take */
export function readSettings(input: Input, api: ApiName): Record<string, unknown> {
  const settings: Record<string, unknown> = {}
  for (const [name, value] of input.entries()) {
    if (ofThemselves.has(name) || ofTheCall.has(name) || name.includes('[')) continue
    settings[name] = value === null || value === '' ? null : readSetting(input, name, value, api)
  }
  return settings
}

function readSetting(input: Input, name: string, value: unknown, api: ApiName): unknown {
  if (name === 'fps') return readFps(plainText(value))
  if (name === 'aspect_mode' && !aspectModes.includes(plainText(value)))
    throw badRequest(`aspect_mode must be one of ${aspectModes.join(', ')}, not ${quote(plainText(value))}`)
  const kind = profileFields.get(name)
  // V2 and V3.0 document neither words nor texts of these fields; what is kept of them is what came.
  if (kind === undefined || kind === 'any' || (api !== 'flip-3.1' && (kind === 'text' || isWords(kind))))
    return asItCame(value)
  if (isWords(kind)) return readWord(name, kind, value)
  switch (kind) {
    case 'integer':
      return input.integer(name)
    case 'number':
      return readNumber(name, value)
    case 'boolean':
      return input.boolean(name)
    case 'flag':
      return parseBoolean(plainText(value)) ?? readText(name, value)
    case 'text':
      return readText(name, value)
  }
}

/** Forms know no types: what reads as true or false there was meant so. */
function asItCame(value: unknown): unknown {
  return typeof value === 'string' && !/^[01]$/.test(value) ? (parseBoolean(value) ?? value) : value
}

function readNumber(name: string, value: unknown): number {
  const number = typeof value === 'object' ? Number.NaN : Number(value)
  if (!Number.isFinite(number)) throw badRequest(`${name} must be a number, not ${quoted(value)}`)
  return number
}

function readText(name: string, value: unknown): string {
  // The document calls frame_offsets an array; the SDKs send a string.
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(',')
  if (typeof value === 'object') throw badRequest(`${name} must be a text, not ${quoted(value)}`)
  const text = String(value)
  // Go reads it as a text, Python 2.1 makes a number of it.
  if (name === 'keyframe_rate' && !Number.isFinite(Number(text)))
    throw badRequest(`keyframe_rate must be a number, not ${quote(text)}`)
  return text
}

function readWord(name: string, words: readonly string[], value: unknown): string {
  const word = plainText(value)
  if (!words.includes(word)) throw badRequest(`${name} must be one of ${words.join(', ')}, not ${quoted(value)}`)
  return word
}

/** A number, or the word for the source's own; null copies it too. */
function readFps(text: string): number | string {
  if (text === 'same_as_source') return text
  const fps = Number(text)
  if (!(fps > 0 && fps <= 1000)) throw badRequest(`fps must be a number of frames a second, not ${quote(text)}`)
  return fps
}

function isWords(kind: FieldKind | undefined): kind is readonly string[] {
  return Array.isArray(kind)
}

function quoted(value: unknown): string {
  return quote(typeof value === 'string' ? value : JSON.stringify(value))
}

/** What lists filter by. The documents name neither workflows' fields nor the Advanced Services; these are the fields that speak of them. */
export function classify({ settings }: Pick<Profile, 'settings'>): Pick<Profile, 'isWorkflow' | 'isAdvanced'> {
  const used = Object.entries(settings)
    .filter(([, value]) => value !== null && value !== false && !(isObject(value) && Object.keys(value).length === 0))
    .map(([name]) => name)
  return {
    isWorkflow: used.some((name) => ['inputs', 'outputs', 'vantage_group_id', 'workorder_criteria'].includes(name)),
    isAdvanced: used.some((name) => name === 'advanced_fps_conversion' || /^(tachyon|telestream|eac3)_/.test(name)),
  }
}
