// How exiftool, whose words the vendor's metadata are (§3.2), writes values for people.

/** `19.35 s`; from half a minute on `0:02:30`, with days in front where there are any. */
export function exifDuration(seconds: number): string {
  if (seconds === 0) return '0 s'
  if (seconds < 30) return `${seconds.toFixed(2)} s`
  const whole = Math.floor(seconds + 0.5)
  const days = Math.floor(whole / 86_400)
  const two = (number: number) => String(number).padStart(2, '0')
  const clock = `${Math.floor((whole % 86_400) / 3600)}:${two(Math.floor((whole % 3600) / 60))}:${two(whole % 60)}`
  return days > 0 ? `${days} days ${clock}` : clock
}

/** `1435 kB`, of 1024 bytes each, as exiftool counted in the vendor's days. */
export function exifFileSize(bytes: number): string {
  if (bytes < 2048) return `${bytes} bytes`
  if (bytes < 10_240) return `${(bytes / 1024).toFixed(1)} kB`
  if (bytes < 2_097_152) return `${Math.round(bytes / 1024)} kB`
  if (bytes < 10_485_760) return `${(bytes / 1_048_576).toFixed(1)} MB`
  return `${Math.round(bytes / 1_048_576)} MB`
}

/** `344 kbps`. */
export function exifBitrate(bitsPerSecond: number): string {
  const units = ['bps', 'kbps', 'Mbps', 'Gbps']
  let value = bitsPerSecond
  let unit = 0
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000
  return `${value < 100 ? Number(value.toPrecision(3)) : Math.round(value)} ${units[unit]}`
}

/** `100.00%`. */
export function exifPercent(share: number): string {
  return `${(share * 100).toFixed(2)}%`
}

/** `0.2.0`, of an MP4's brand. */
export function exifVersion(version: number): string {
  return [version >>> 16, (version >>> 8) & 0xff, version & 0xff].map((part) => part.toString(16)).join('.')
}

const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat']
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']
const from1904To1970 = 2_082_844_800

/**
 * `Tue Jan 28 20:59:39 +0000 1913`, as the vendor's sample has it.
 * @param seconds since 1904, as MP4 and QuickTime count
 */
export function exifDate(seconds: number): string | undefined {
  const date = new Date((seconds - from1904To1970) * 1000)
  if (seconds === 0 || Number.isNaN(date.getTime())) return undefined
  const [, time] = date.toISOString().split(/[T.]/)
  const day = String(date.getUTCDate()).padStart(2, '0')
  return `${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${day} ${time} +0000 ${date.getUTCFullYear()}`
}

const brands: Record<string, string> = {
  'qt  ': 'Apple QuickTime (.MOV/QT)',
  isom: 'MP4  Base Media v1 [IS0 14496-12:2003]',
  iso2: 'MP4 Base Media v2 [ISO 14496-12:2005]',
  mp41: 'MP4 v1 [ISO 14496-1:ch13]',
  mp42: 'MP4 v2 [ISO 14496-14]',
  avc1: 'MP4 Base w/ AVC ext [ISO 14496-12:2005]',
  'M4A ': 'Apple iTunes AAC-LC (.M4A) Audio',
  'M4V ': 'Apple iTunes Video (.M4V) Video',
  '3gp4': '3GPP Media (.3GP) Release 4',
  '3gp5': '3GPP Media (.3GP) Release 5',
}

/** A brand in words; the four characters where exiftool's words for it are not known here. */
export function exifBrand(brand: string): string {
  return brands[brand] ?? brand
}

const graphicsModes: Record<number, string> = {
  0x00: 'srcCopy',
  0x20: 'blend',
  0x24: 'transparent',
  0x40: 'ditherCopy',
}

/** `srcCopy`; the bare number of a mode that nobody uses. */
export function exifGraphicsMode(mode: number): string | number {
  return graphicsModes[mode] ?? mode
}
