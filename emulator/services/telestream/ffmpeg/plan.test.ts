// The mapping from profiles to arguments, as a table. What ffmpeg makes of them is in ffmpeg.test.ts.
import { describe, expect, it } from 'vitest'
import { presets } from '../presets.ts'
import { globalArguments } from './limits.ts'
import { planEncoding, type PlanOptions } from './plan.ts'
import { CommandRefused } from './refused.ts'
import { Settings } from './settings.ts'

type Given = Record<string, unknown>

const source: PlanOptions['source'] = {
  file: 'source',
  demuxer: 'mov',
  duration: 60_000,
  fps: 25,
  hasPictures: true,
  hasSound: true,
}

function plan(preset: string, given: Given = {}, more: Partial<PlanOptions> = {}) {
  const { settings, extname } = presets[preset] ?? { settings: {}, extname: '.mp4' }
  return planEncoding({
    source,
    settings: new Settings(given, settings),
    presetName: preset,
    command: null,
    extname,
    maxBytes: 1_000_000,
    ...more,
  })
}

/** The arguments of the last run that differ from profile to profile, as one line. */
const line = (...args: Parameters<typeof plan>) =>
  plan(...args)
    .runs.at(-1)
    ?.join(' ') ?? ''

const fit = (factor: string) => `scale=w=2*round(iw*${factor}/2):h=2*round(ih*${factor}/2)`
const inside = fit('min(640/iw\\,480/ih)')

describe('a profile', () => {
  it('becomes arguments of which each has its reason', () => {
    expect(plan('h264').runs).toEqual([
      [
        ...globalArguments,
        // The source, as what it is, and nothing else.
        ...'-f mov -protocol_whitelist file,pipe -max_pixels 67108864 -threads 2 -i file:source'.split(' '),
        '-map',
        '0:V:0',
        '-vf',
        `scale=w=2*round(iw*sar/2):h=2*round(ih/2),setsar=1,${inside},pad=w=iw:h=if(lt(iw\\,640)*lt(ih\\,480)\\,ih\\,480):x=(ow-iw)/2:y=(oh-ih)/2`,
        ...'-c:v libx264 -preset medium -pix_fmt yuv420p -b:v 500k -g 250 -flags:v +bitexact'.split(' '),
        ...'-t 43200 -map 0:a:0 -c:a aac -b:a 128k -ar 44100'.split(' '),
        ...'-sn -dn -fflags +bitexact -flags:a +bitexact -threads 2'.split(' '),
        ...'-fs 1000000 -max_muxing_queue_size 4096 -movflags +faststart -f mp4 output.mp4'.split(' '),
      ],
    ])
  })

  it.each<[string, Given, string]>([
    // Size, by aspect mode.
    ['preserve', { aspect_mode: 'preserve' }, ':h=2*round(ih/2),setsar=1 -c:v'],
    ['constrain', { aspect_mode: 'constrain' }, `setsar=1,${inside} -c:v`],
    ['letterbox: bars above and below only', {}, `${inside},pad=w=iw:h=if(lt(iw\\,640)*lt(ih\\,480)\\,ih\\,480)`],
    ['pad: bars on all sides', { aspect_mode: 'pad' }, 'pad=w=if(lt(iw\\,640)*lt(ih\\,480)\\,iw\\,640):h=if('],
    ['crop', { aspect_mode: 'crop' }, `${fit('max(640/iw\\,480/ih)')},crop=w=min(iw\\,640):h=min(ih\\,480)`],
    ['fill', { aspect_mode: 'fill' }, `${fit('max(640/iw\\,480/ih)')},crop=`],
    ['fill, as Flip 3.1 writes it', { aspect_mode: 'fill (crop)' }, `${fit('max(640/iw\\,480/ih)')},crop=`],
    ['stretch', { aspect_mode: 'stretch' }, 'setsar=1,scale=w=640:h=480'],
    ['center', { aspect_mode: 'center' }, 'crop=w=min(iw\\,640):h=min(ih\\,480),pad=w=640:h=480'],
    ['no upscaling', { upscale: false }, fit('min(1\\,min(640/iw\\,480/ih))')],
    ['no upscaling, stretched', { upscale: false, aspect_mode: 'stretch' }, 'scale=w=min(640\\,iw):h=min(480\\,ih)'],
    ['odd sizes are made even', { width: 641, height: 479, aspect_mode: 'stretch' }, 'scale=w=640:h=478'],
    ['sizes as strings', { width: '320', height: '240', aspect_mode: 'stretch' }, 'scale=w=320:h=240'],
    ['one side only', { width: 320, height: 0 }, `${fit('(320/iw)')} -c:v`],
    ['display aspect ratio', { aspect_ratio: '16:9' }, 'setdar=1.777778'],
    ['crop of the source', { crop_input_left: 10, crop_input_top: '4' }, '-vf crop=w=iw-10-0:h=ih-4-0:x=10:y=4,'],
    ['deinterlace', { deinterlace: true }, '-vf yadif=mode=send_frame,'],
    ['deinterlace, a picture a field', { deinterlace: 'double_fps' }, '-vf yadif=mode=send_field,'],
    ['interlace', { interlace: 'top' }, 'setfield=mode=tff -c:v'],
    // Time.
    ['fps', { fps: 15 }, ',fps=fps=15 -c:v'],
    ['fps of television', { fps: 29.97 }, ',fps=fps=30000/1001 -c:v'],
    ['fps of its own', { fps: 12.5 }, ',fps=fps=12.5 -c:v'],
    ['fps with motion compensation', { fps: 50, motion_compensate_fps: true }, ',minterpolate=fps=50 -c:v'],
    ['clip', { clip_offset: '00:00:10', clip_length: '00:20:00' }, '-ss 10 -i file:source'],
    ['clip length', { clip_offset: '00:00:10', clip_length: '00:20:00' }, '-t 1200 '],
    ['clip to an end', { clip_offset: 5, clip_end: '00:00:20.5' }, '-t 15.5 '],
    // Rates and quality.
    ['bitrate', { video_bitrate: 2200 }, '-b:v 2200k '],
    ['bitrate in bits, as Flip 3.1 says', { video_bitrate: 2_200_000, audio_bitrate: 64_000 }, '-b:v 2200k '],
    ['audio bitrate in bits', { video_bitrate: 2_200_000, audio_bitrate: 64_000 }, '-b:a 64k '],
    ['max_rate with the buffer that it needs', { max_rate: 800 }, '-b:v 500k -maxrate 800k -bufsize 1600k '],
    ['buffer_size', { max_rate: 800, buffer_size: 900 }, '-maxrate 800k -bufsize 900k '],
    ['cbr', { cbr: true }, '-b:v 500k -minrate 500k -maxrate 500k -bufsize 500k '],
    ['crf instead of a bitrate', { h264_crf: 23 }, '-pix_fmt yuv420p -crf 23 -g 250 '],
    ['crf with a maximum', { h264_crf: 23, max_rate: 800 }, '-crf 23 -maxrate 800k -bufsize 1600k '],
    ['keyframe_interval', { keyframe_interval: 50 }, '-g 50 '],
    ['keyframe_rate: 0.5 is every 2 s', { keyframe_rate: '0.5' }, '-force_key_frames expr:gte(t,n_forced*2) '],
    ['h264_profile', { h264_profile: 'baseline' }, '-profile:v baseline '],
    ['a profile of other pixels', { h264_profile: 'high422' }, '-profile:v high422 -pix_fmt yuv422p '],
    ['h264_level', { h264_level: '3.1' }, '-level:v 3.1 '],
    ['h264_tune', { h264_tune: 'film' }, '-tune film '],
    ['codec_preset', { codec_preset: 'ultrafast' }, '-c:v libx264 -preset ultrafast '],
    ['pixel_format', { pixel_format: 'yuv444p' }, '-pix_fmt yuv444p '],
    ['x264_options', { x264_options: 'bframes=2:ref=3:no_cabac' }, '-x264-params bframes=2:ref=3:no-cabac=1 '],
    // Sound.
    ['audio', { audio_bitrate: 96, audio_sample_rate: 22_050, audio_channels: 1 }, '-b:a 96k -ar 22050 -ac 1 '],
    ['mute', { mute_audio_tracks: true }, '-t 43200 -an -sn'],
  ])('says %s', (_, given, expected) => {
    expect(line('h264', given)).toContain(expected)
  })

  it.each([
    ['webm', 'libvpx -deadline good -cpu-used 4 -b:v 500k', 'libvorbis', '-f webm output.webm'],
    [
      'webm.vp9',
      'libvpx-vp9 -deadline good -cpu-used 4 -row-mt 1 -b:v 500k',
      'libopus -b:a 128k -ar 48000',
      'output.webm',
    ],
    ['ogg', 'libtheora -b:v 500k', 'libvorbis', '-f ogg output.ogg'],
    ['h265', 'libx265 -preset medium -pix_fmt yuv420p -tag:v hvc1', 'aac', '-f mp4 output.mp4'],
    ['mpegts.h264', 'libx264', 'aac', '-f mpegts output.ts'],
    ['mpeg2', 'mpeg2video -b:v 5000k', 'mp2', '-f vob output.mpg'],
    ['prores422', 'prores_ks -profile:v 2', 'pcm_s16le', '-f mov output.mov'],
    [
      'avc.intra',
      'libx264 -preset medium -pix_fmt yuv422p10le -x264-params avcintra-class=100',
      'pcm_s24le',
      'output.mxf',
    ],
    ['hls.variant', 'libx264', 'aac -b:a 56k', '-hls_time 10 -hls_list_size 0 -hls_playlist_type vod'],
    ['dash.muxer', 'libx264', 'aac', '-f dash output.mpd'],
  ])('%s has its codecs and its container', (preset, video, audio, end) => {
    const text = line(preset)
    expect(text).toContain(`-c:v ${video}`)
    expect(text).toContain(`-c:a ${audio}`)
    expect(text).toContain(end)
  })

  it.each([
    ['mp3', '-c:a libmp3lame -b:a 192k -ar 44100', '-f mp3 output.mp3'],
    ['m4a', '-c:a aac -b:a 192k', '-f ipod output.m4a'],
    ['oga', '-c:a libvorbis', '-f ogg output.oga'],
    ['hls.variant.audio', '-c:a aac -b:a 56k', '-f hls output.m3u8'],
  ])('%s is sound alone', (preset, audio, end) => {
    const text = line(preset)
    expect(text).toContain(`-vn -t 43200 -map 0:a:0 ${audio}`)
    expect(text).toContain(end)
    expect(text).not.toContain('-vf')
  })

  it('takes what the source has, and is refused when that is nothing', () => {
    const sound = { ...source, hasPictures: false }
    expect(plan('h264', {}, { source: sound })).toMatchObject({ videoCodec: null, audioCodec: 'aac' })
    expect(line('h264', {}, { source: { ...source, hasSound: false } })).toContain('-an -sn')
    expect(() => plan('mp3', {}, { source: { ...source, hasSound: false } })).toThrow(
      'nothing of what the profile makes',
    )
    expect(line('mp3', {}, { source: sound })).not.toContain('-max_pixels')
  })

  it('makes two passes of encoders that gain by it, and by a rate only', () => {
    const [first, second, ...none] = plan('h264', { two_pass: true }).runs
    expect(none).toEqual([])
    expect(first?.join(' ')).toContain('-pass 1 -passlogfile pass')
    expect(first?.slice(-4)).toEqual(['-an', '-f', 'null', 'none'])
    expect(second?.join(' ')).toContain('-pass 2 -passlogfile pass')
    expect(second?.at(-1)).toBe('output.mp4')
    expect(line('h265', { two_pass: true })).toContain('pools=2:frame-threads=1:pass=2:stats=pass')
    expect(plan('h264', { two_pass: true, h264_crf: 23 }).runs).toHaveLength(1)
    expect(plan('prores422', { two_pass: true }).runs).toHaveLength(1)
  })

  it('begins each HLS segment with a key frame', () => {
    const text = line('hls.variant', { segment_time: 4, keyframe_rate: 0.1 })
    expect(text).toContain('-hls_time 4')
    expect(text).toContain('-force_key_frames expr:gte(t,n_forced*4)')
    expect(line('hls.variant', { encryption: true, encryption_key: 'MPE2KWuqHKjk0XNR3Ehluw==' })).toContain(
      '-hls_key_info_file key-info',
    )
  })

  it.each<[string, Given, string]>([
    ['at the corner that CSS would choose', {}, '[base0][1:v:0]overlay=x=0:y=0[out0]'],
    ['from the near edges', { watermark_left: 5, watermark_top: '10px' }, 'overlay=x=5:y=10[out0]'],
    [
      'from the far edges',
      { watermark_right: 5, watermark_bottom: '2%' },
      'x=main_w-overlay_w-5:y=main_h-overlay_h-main_h*0.02',
    ],
    ['near before far', { watermark_left: 7, watermark_right: 5 }, 'overlay=x=7:y=0'],
    ['in a size', { watermark_width: 30 }, '[1:v:0]scale=w=30:h=-1[mark0];[base0][mark0]overlay='],
    [
      'in a part of the frame',
      { watermark_width: '10%' },
      '[1:v:0][base0]scale2ref=w=iw*0.1:h=iw*0.1*main_h/main_w[mark0][under0];[under0][mark0]overlay=',
    ],
  ])('lays a watermark %s', (_, given, expected) => {
    const text = line('h264', { watermark_url: 'http://127.0.0.1/logo.png', ...given }, { watermark: 'png_pipe' })
    expect(text).toContain(
      '-f png_pipe -protocol_whitelist file,pipe -max_pixels 67108864 -threads 2 -i file:watermark',
    )
    expect(text).toContain(expected)
    expect(text).toContain('-map [out0]')
    expect(text).not.toContain('-vf')
    expect(text).not.toContain('logo')
  })

  it.each<[Given, string]>([
    [{ width: 'wide' }, 'width must be a number from 0 to 8192, not "wide"'],
    [{ width: 100_000 }, 'width must be a number from 0 to 8192, not "100000"'],
    [{ width: 10.5 }, 'width must be a whole number'],
    [{ fps: '25;x' }, 'fps must be a number'],
    [{ fps: {} }, 'fps must be a number from 0.01 to 1000, not "{}"'],
    [{ upscale: 'maybe' }, 'upscale must be true or false, not "maybe"'],
    [{ aspect_mode: 'squeeze' }, 'aspect_mode must be one of preserve, constrain'],
    [{ h264_profile: 'basic' }, 'h264_profile must be one of baseline, main, high'],
    [{ clip_offset: 'soon' }, 'clip_offset must be a time such as 00:01:30'],
    [{ clip_offset: 90 }, 'The clip leaves nothing of the source'],
    [{ aspect_ratio: '0:0' }, 'aspect_ratio must be a ratio such as 16:9'],
    [{ x264_options: 'stats=/etc/passwd' }, 'x264_options: "stats" is not handed on to the encoder'],
    [{ x264_options: 'ref=1:dump-yuv=x' }, 'x264_options: "dump-yuv" is not handed on'],
    [{ x264_options: 'me=../x' }, 'x264_options: me takes one of dia, hex'],
    [{ x264_options: 'ref=1e9' }, 'x264_options: ref takes a number from 1 to 16'],
    [{ x264_options: '__proto__=1' }, 'is not handed on'],
  ])('%j is refused in words that say what would be right', (given, message) => {
    expect(() => plan('h264', given)).toThrow(CommandRefused)
    expect(() => plan('h264', given)).toThrow(message)
  })

  it('is refused when ffmpeg makes no such thing', () => {
    expect(() => plan('hss')).toThrow('writes no .tar')
    expect(() => plan('transcript')).toThrow('writes no .vtt')
    expect(() => plan('dash.variant.playlist')).toThrow('does not make what the preset dash.variant.playlist makes')
    expect(() => plan('constructor')).toThrow('neither a preset nor a command')
    expect(() => plan('h264', {}, { extname: '.constructor' })).toThrow('writes no .constructor')
  })

  it('says how much is to come, so that progress can be told', () => {
    expect(plan('h264').expected).toBe(60_000)
    expect(plan('h264', { clip_offset: 10, clip_length: 20 }).expected).toBe(20_000)
    expect(plan('h264', { clip_offset: 50 }).expected).toBe(10_000)
    expect(plan('h264', {}, { source: { ...source, duration: null } }).expected).toBeNull()
  })
})
