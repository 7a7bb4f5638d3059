import { expect, test } from 'vitest'
import { exifBitrate, exifDate, exifDuration, exifFileSize, exifVersion } from './exif-values.ts'

test('durations are seconds up to half a minute, then a clock', () => {
  // §3.2's sample: "19.35 s"
  expect(exifDuration(19.351)).toBe('19.35 s')
  expect(exifDuration(0)).toBe('0 s')
  expect(exifDuration(30)).toBe('0:00:30')
  expect(exifDuration(59.6)).toBe('0:01:00')
  expect(exifDuration(3725)).toBe('1:02:05')
  expect(exifDuration(2 * 86_400 + 60)).toBe('2 days 0:01:00')
})

test('sizes are of 1024 bytes', () => {
  // §3.2's sample: "1435 kB"
  expect(exifFileSize(1_469_000)).toBe('1435 kB')
  expect(exifFileSize(2047)).toBe('2047 bytes')
  expect(exifFileSize(2048)).toBe('2.0 kB')
  expect(exifFileSize(3_500_000)).toBe('3.3 MB')
  expect(exifFileSize(104_857_600)).toBe('100 MB')
})

test('bitrates have three digits or the whole number', () => {
  expect(exifBitrate(344_123)).toBe('344 kbps')
  expect(exifBitrate(64_049)).toBe('64 kbps')
  expect(exifBitrate(8_164_000)).toBe('8.16 Mbps')
})

test('dates count from 1904 and read as in the vendor’s sample', () => {
  expect(exifDate(286_491_579)).toBe('Tue Jan 28 20:59:39 +0000 1913')
  expect(exifDate(2_082_844_800)).toBe('Thu Jan 01 00:00:00 +0000 1970')
  expect(exifDate(0)).toBeUndefined()
  expect(exifDate(2 ** 63)).toBeUndefined()
})

test('a brand’s version is its bytes', () => {
  expect(exifVersion(512)).toBe('0.2.0')
})
