import { describe, expect, it } from 'vitest'
import { globalArguments } from '../limits.ts'
import { planEncoding, type PlanOptions } from '../plan.ts'
import { CommandRefused } from '../refused.ts'
import { Settings } from '../settings.ts'

const source: PlanOptions['source'] = {
  file: 'source',
  demuxer: 'mov',
  duration: 60_000,
  fps: 25,
  hasPictures: true,
  hasSound: true,
}
const settings = {
  width: 480,
  height: 320,
  video_bitrate: 500,
  audio_bitrate: 128,
  audio_sample_rate: 44_100,
  keyframe_interval: 250,
}

function plan(command: string, extname = '.mp4', more: Record<string, unknown> = {}) {
  const given = new Settings(more, settings)
  return planEncoding({ source, settings: given, presetName: null, command, extname, maxBytes: 1000 })
}

/** What lies between the input and the end of every output, as one line. */
function between(command: string, extname?: string, more?: Record<string, unknown>): string {
  const text = plan(command, extname, more).runs.at(-1)?.slice(globalArguments.length).join(' ') ?? ''
  return text.slice(text.indexOf('file:source') + 12, text.indexOf(' -t 43200'))
}

const filters =
  '-vf scale=w=2*round(iw*sar/2):h=2*round(ih/2),setsar=sar=1,scale=w=2*round(iw*min(480/iw\\,320/ih)/2):' +
  'h=2*round(ih*min(480/iw\\,320/ih)/2),pad=w=iw:h=if(lt(iw\\,480)*lt(ih\\,320)\\,ih\\,320):x=(ow-iw)/2:y=(oh-ih)/2'

describe('the commands of the vendor’s documents', () => {
  const sd =
    'ffmpeg -i $input_file$ -threads 0 -c:a libfaac -c:v libx264 -preset medium $video_quality$ $audio_bitrate$ ' +
    '$audio_sample_rate$ $keyframes$ $fps$ -y video_tmp_noqt.mp4\nqt-faststart video_tmp_noqt.mp4 $output_file$'
  const expected = '-c:a aac -c:v libx264 -preset medium -crf 23 -b:a 128k -ar 44100 -g 250 -movflags +faststart'

  it('h264.SD, with qt-faststart', () => {
    expect(between(sd, '.mp4', { h264_crf: 23 })).toBe(expected)
  })

  it('the same, as PHP in single quotes sends it, and with a semicolon', () => {
    expect(between(sd.replace('\n', '\\n'), '.mp4', { h264_crf: 23 })).toBe(expected)
    expect(between(sd.replace('\n', ' ; '), '.mp4', { h264_crf: 23 })).toBe(expected)
  })

  it('flv', () => {
    const command =
      'ffmpeg -i $input_file$ -threads 0 $audio_sample_rate$ $video_bitrate$ $audio_bitrate$ $fps$ $filters$ -y $output_file$'
    expect(between(command, '.flv', { fps: 25 })).toBe(`-ar 44100 -b:v 500k -b:a 128k -r 25 ${filters}`)
  })

  it('avi', () => {
    const command =
      'ffmpeg -i $input_file$ -threads 0 -c:v msmpeg4 -c:a libmp3lame -tag:v MP43 $audio_sample_rate$ $video_bitrate$ -y $output_file$'
    expect(between(command, '.avi')).toBe('-c:v msmpeg4 -c:a libmp3lame -tag:v MP43 -ar 44100 -b:v 500k')
    expect(plan(command, '.avi')).toMatchObject({
      encoders: ['msmpeg4', 'libmp3lame'],
      videoCodec: 'msmpeg4v3',
      audioCodec: 'mp3',
    })
  })

  it('ogg in two passes', () => {
    const pass = (number: number, end: string) =>
      `ffmpeg -i $input_file$ -f ogg -pass ${number} -threads 0 -c:v libtheora -c:a libvorbis $video_bitrate$ -y ${end}`
    const [first, second] = plan(`${pass(1, '/dev/null')}\n${pass(2, '$output_file$')}`, '.ogg').runs
    expect(first?.join(' ')).toContain('-c:v libtheora -c:a libvorbis -b:v 500k -pass 1 -passlogfile pass')
    expect(first?.slice(-3)).toEqual(['-f', 'null', 'none'])
    expect(second?.join(' ')).toContain('-pass 2 -passlogfile pass')
    expect(second?.slice(-3)).toEqual(['-f', 'ogg', 'output.ogg'])
  })
})

describe('a command', () => {
  const command = (options: string) => `ffmpeg -i $input_file$ ${options} $output_file$`

  it.each([
    ['-vcodec h264 -acodec copy', '-c:v libx264 -c:a copy'],
    ['-s $width$x$height$', '-s 480x320'],
    ['-b 1M -ab 64k -maxrate 800k -bufsize 1600k', '-b:v 1M -b:a 64k -maxrate 800k -bufsize 1600k'],
    ['-r 30000/1001 -g 50 -crf 23.5', '-r 30000/1001 -g 50 -crf 23.5'],
    ['-vf "scale=640:-2"', '-vf scale=w=640:h=-2'],
    ['-vf "scale=\'min(640,iw)\':-2,hflip"', '-vf scale=w=min(640\\,iw):h=-2,hflip'],
    ['-vf scale=trunc(iw/2)*2:trunc(ih/2)*2', '-vf scale=w=trunc(iw/2)*2:h=trunc(ih/2)*2'],
    [
      '-filter:v "crop=in_w-20:in_h, pad=width=640:height=480:color=black"',
      '-vf crop=w=in_w-20:h=in_h,pad=w=640:h=480:color=black',
    ],
    ['-vf scale=320:240:flags=lanczos+accurate_rnd', '-vf scale=w=320:h=240:flags=lanczos+accurate_rnd'],
    ['-vf transpose=1,setdar=16/9', '-vf transpose=dir=1,setdar=dar=16/9'],
    ['-vn -af volume=0.5', '-vn -af volume=volume=0.5'],
    ['-map 0:v:0 -map 0:a?', '-map 0:v:0 -map 0:a?'],
    ['-x264opts keyint=25:ref=2', '-x264-params keyint=25:ref=2'],
    ['$h264_profile$ $h264_level$', ''],
    ['-strict -2 -loglevel quiet', ''],
  ])('%s becomes %s', (given, expected) => {
    expect(between(command(given))).toBe(expected)
  })

  it('is cut where it says', () => {
    const text = plan(command('-ss 00:00:10 -t 20')).runs[0]?.join(' ')
    expect(text).toContain('-ss 10 -i file:source')
    expect(text).toContain('-t 20 ')
    expect(plan(command('$clip$'), '.mp4', { clip_offset: '5', clip_length: '3' }).expected).toBe(3000)
  })

  it.each([
    ['ffmpeg -i /etc/passwd $output_file$', '-i takes $input_file$ and nothing else'],
    ['ffmpeg -i $input_file$ -i $input_file$ $output_file$', 'must have -i $input_file$ once'],
    ['ffmpeg $output_file$', 'must have -i $input_file$ once'],
    ['ffmpeg -i $input_file$ /tmp/x.mp4', 'must end with $output_file$'],
    ['ffmpeg -i $input_file$ -y /dev/null', 'must end with $output_file$'],
    ['ffmpeg -i $input_file$ other.mp4 $output_file$', '"other.mp4" is not an option that is taken here'],
    ['ffmpeg -i $input_file$ -f lavfi $output_file$', '-f takes one of mp4, mov'],
    ['ffmpeg -i $input_file$ -f segment $output_file$', '-f takes one of'],
    ['ffmpeg -i $input_file$ -filter_complex movie=x $output_file$', '"-filter_complex" is not an option'],
    ['ffmpeg -i $input_file$ -vf movie=/etc/passwd $output_file$', 'the filter "movie" is not one of'],
    ['ffmpeg -i $input_file$ -vf amovie=x $output_file$', 'the filter "amovie"'],
    ['ffmpeg -i $input_file$ -vf subtitles=/etc/passwd $output_file$', 'the filter "subtitles"'],
    ['ffmpeg -i $input_file$ -vf "drawtext=textfile=/etc/passwd" $output_file$', 'the filter "drawtext"'],
    [
      'ffmpeg -i $input_file$ -vf "scale=640:480[a];movie=x[b]" $output_file$',
      'scale takes no h of "480[a];movie=x[b]"',
    ],
    ['ffmpeg -i $input_file$ -vf scale=640:eval=frame $output_file$', 'scale has no parameter "eval"'],
    ['ffmpeg -i $input_file$ -vf constructor $output_file$', 'the filter "constructor"'],
    ['ffmpeg -i $input_file$ -passlogfile /tmp/x $output_file$', '"-passlogfile" is not an option'],
    ['ffmpeg -i $input_file$ -x264-params stats=/tmp/x $output_file$', '"stats" is not handed on'],
    ['ffmpeg -i $input_file$ -report $output_file$', '"-report" is not an option'],
    ['ffmpeg -i $input_file$ -protocol_whitelist http $output_file$', '"-protocol_whitelist" is not an option'],
    ['ffmpeg -i $input_file$ -c:v h264_nvenc $output_file$', '-c:v takes one of libx264'],
    ['ffmpeg -i $input_file$ -b:v fast $output_file$', '-b:v takes a rate such as 500k, not "fast"'],
    ['ffmpeg -i $input_file$ -constructor x $output_file$', '"-constructor" is not an option'],
    ['ffmpeg -i $input_file$ $output_file$; rm -rf x', '"rm" is not run here'],
    ['ffmpeg -i $input_file$ $output_file$ && id', '"&", which only a shell understands'],
    ['ffmpeg -i $input_file$ $(id) $output_file$', '"(", which only a shell understands'],
    ['ffmpeg -i $input_file$ `id` $output_file$', '"`", which only a shell understands'],
    ['ffmpeg -i $input_file$ $output_file$ > x', '">", which only a shell understands'],
    ['ffmpeg -i $input_file$ "-an $output_file$', 'a quote without an end'],
    [
      'ffmpeg -i $input_file$ -an a.mp4\nqt-faststart b.mp4 $output_file$',
      'qt-faststart makes $output_file$ of what ffmpeg wrote',
    ],
    ['ffmpeg -i $input_file$ -pass 1 /dev/null', 'one run of ffmpeg, or -pass 1 and -pass 2'],
    ['mencoder $input_file$ -o $output_file$', '"mencoder" is not run here; ffmpeg and qt-faststart are understood'],
    [' ', 'The command must be one run'],
  ])('%s is refused', (text, message) => {
    expect(() => plan(text)).toThrow(CommandRefused)
    expect(() => plan(text)).toThrow(message)
  })

  it('makes no playlists and pictures', () => {
    expect(() => plan('ffmpeg -i $input_file$ $output_file$', '.m3u8')).toThrow('makes no .m3u8 here')
  })
})
