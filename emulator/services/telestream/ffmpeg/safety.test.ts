// No text of a client's becomes the name of an option, or a path, whatever it says and wherever it says it.
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { presets } from '../presets.ts'
import { profileFields } from '../profile-fields.ts'
import { type Plan, planEncoding, type PlanOptions } from './plan.ts'
import { CommandRefused } from './refused.ts'
import { Settings } from './settings.ts'
import { thumbnailRuns } from './still-plans.ts'

const source: PlanOptions['source'] = {
  file: 'source',
  demuxer: 'mov',
  duration: 60_000,
  fps: 25,
  hasPictures: true,
  hasSound: true,
}

const canary = 'canary'
/** Files that a run may name, all of our own making. */
const files = /^(output\.[a-z0-9]+|none|still-\d{3}\.(jpg|png)|source\.mkv)$/
const inputs = new Set(['file:source', 'file:source.mkv', 'file:watermark'])
const alone = new Set('-hide_banner -nostdin -nostats -y -an -vn -sn -dn -shortest'.split(' '))
/** Every option with a value that a run may have. */
const withValue = new Set(
  `-loglevel -progress -max_alloc -filter_threads -filter_complex_threads -f -protocol_whitelist -max_pixels -threads -ss -i
   -filter_complex -map -vf -af -c:v -c:a -preset -profile:v -level:v -tune -pix_fmt -x264-params -x265-params -tag:v -pass -passlogfile
   -deadline -cpu-used -row-mt -crf -b:v -minrate -maxrate -bufsize -g -force_key_frames -flags:v -t -b:a -ar -ac -fflags -flags:a -fs
   -max_muxing_queue_size -hls_time -hls_list_size -hls_playlist_type -hls_segment_filename -hls_key_info_file -single_file
   -single_file_name -update -movflags -frames:v -q:v -q:a -r -s -aspect -bf -refs -keyint_min -sc_threshold -qmin -qmax -auto-alt-ref
   -lag-in-frames`.split(/\s+/),
)

/** What is wrong with the arguments; nothing, if the double is as it should be. */
function dangers(runs: readonly (readonly string[])[]): string[] {
  return runs.flatMap((args) => {
    const found = args.filter((word) => word.toLowerCase().includes(canary))
    for (let at = 0; at < args.length; at += 1) {
      const word = args[at] ?? ''
      if (alone.has(word)) continue
      if (!withValue.has(word)) {
        if (!files.test(word)) found.push(`${word} is neither an option nor a file that is known`)
        continue
      }
      at += 1
      const value = args[at] ?? ''
      if (/\.\.\/|^\/|:\/\//.test(value)) found.push(`${word} has a path: ${value}`)
      if (word === '-i' && !inputs.has(value)) found.push(`${value} is no input`)
    }
    return found
  })
}

function planned(make: () => Plan | string[][]): string[][] {
  try {
    const made = make()
    return Array.isArray(made) ? made : made.runs
  } catch (error) {
    if (error instanceof CommandRefused) return []
    throw error
  }
}

/** Texts that mean to be more than they are. */
const hostile = fc.oneof(
  fc.constantFrom(
    `/${canary}`,
    `../${canary}`,
    `-${canary}`,
    `file:${canary}`,
    `http://127.0.0.1/${canary}`,
    `10,movie=${canary}`,
    `10:${canary}`,
    `1[a];movie=${canary}[b]`,
    `ref=1:stats=${canary}`,
    `640 -i ${canary}`,
    `00:00:10\n${canary}`,
    `5%${canary}`,
    `letterbox,${canary}`,
    `2s, ${canary}`,
  ),
  fc.string({ maxLength: 12 }).map((text) => `${text}${canary}`),
  fc.string({ maxLength: 12 }).map((text) => `${canary}${text}`),
)
/** Beside them values that are what they should be, so that plans are made at all. */
const value = fc.oneof(
  { weight: 3, arbitrary: hostile },
  { weight: 2, arbitrary: fc.integer({ min: -5, max: 3000 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(true, false, null, '10', '1.5', '5%', 'top', 'high', '16:9', '00:00:10', '250f'),
  },
  { weight: 1, arbitrary: fc.oneof(fc.array(hostile), fc.dictionary(hostile, hostile), fc.double()) },
)
const names = [...profileFields.keys(), 'encryption_key', 'encryption_key_url', 'encryption_iv', 'cbr']
const settings = fc.dictionary(
  fc.oneof({ weight: 9, arbitrary: fc.constantFrom(...names) }, { weight: 1, arbitrary: hostile }),
  value,
  { maxKeys: 4 },
)

it('not as a setting of a profile', () => {
  let plans = 0
  fc.assert(
    fc.property(settings, fc.constantFrom(...Object.keys(presets)), hostile, (given, presetName, url) => {
      const preset = presets[presetName]
      const layers = new Settings({ watermark_url: url }, given, preset?.settings ?? {})
      const runs = planned(() =>
        planEncoding({
          source,
          settings: layers,
          presetName,
          command: null,
          extname: preset?.extname ?? '',
          watermark: 'png_pipe',
          maxBytes: 1000,
        }),
      )
      plans += runs.length
      expect(dangers(runs)).toEqual([])
    }),
    { numRuns: 2000 },
  )
  expect(plans).toBeGreaterThan(300)
})

it('not as a setting of thumbnails', () => {
  fc.assert(
    fc.property(settings, hostile, (given, url) => {
      const layers = new Settings({ watermark_url: url }, given)
      const options = { source, settings: layers, presetName: 'thumbnail', command: null, maxBytes: 1000 }
      const runs = planned(() => {
        const plan = planEncoding({ ...options, extname: '.jpg', watermark: 'png_pipe' })
        return thumbnailRuns(layers, plan, source, 'png_pipe')
      })
      expect(dangers(runs)).toEqual([])
    }),
    { numRuns: 500 },
  )
})

it('not as a name, a preset or an extension', () => {
  fc.assert(
    fc.property(hostile, hostile, (presetName, extname) => {
      const options = { source, settings: new Settings({}), command: null, maxBytes: 1000 }
      expect(dangers(planned(() => planEncoding({ ...options, presetName, extname })))).toEqual([])
      expect(dangers(planned(() => planEncoding({ ...options, presetName: 'h264', extname })))).toEqual([])
    }),
  )
})

it('not as a command, with anything at any place of one that is good', () => {
  const good = (
    'ffmpeg|-i|$input_file$|-c:v|libx264|-preset|medium|-vf|scale=640:480,pad=640:480:0:0:black|-af|volume=0.5|-x264opts|ref=2:me=hex|' +
    '-b:v|500k|-ss|10|-t|20|-map|0:v:0|-f|mp4|$output_file$'
  ).split('|')
  const places = fc.array(fc.tuple(fc.nat(good.length), fc.nat(40), hostile, fc.boolean()), {
    minLength: 1,
    maxLength: 3,
  })
  fc.assert(
    fc.property(places, settings, (changes, given) => {
      const words = [...good]
      for (const [place, letter, text, within] of changes) {
        const word = words[place] ?? ''
        if (within) words[place] = word.slice(0, letter) + text + word.slice(letter)
        else words.splice(place, 0, text)
      }
      const options = { source, settings: new Settings(given), presetName: null, extname: '.mp4', maxBytes: 1000 }
      expect(dangers(planned(() => planEncoding({ ...options, command: words.join(' ') })))).toEqual([])
      expect(
        dangers(planned(() => planEncoding({ ...options, command: words.map((word) => `"${word}"`).join(' ') }))),
      ).toEqual([])
    }),
    { numRuns: 3000 },
  )
})
