import { expect, it } from 'vitest'
import { sample } from '../../../../harness/conformance/telestream.ts'
import { flipDouble } from '../../../../harness/flip-double.ts'
import type { Wire } from '../../../../harness/telestream-client.ts'
import { sampleFor } from '../../../media/samples.ts'
import { flipPresetNames, presets } from '../presets.ts'

/** §3.7 */
const namesOfTheSdk = (
  'aac avc.intra crocodoc dash.muxer dash.muxer.audio dash.variant dash.variant.audio dash.variant.nvenc dash.variant.playlist ' +
  'dash.variant.ttml dash.variant.webvtt dnxhd h264 h264.baseline h264.nvenc h264.nvenc.telestream.mov h265 h265.4K ' +
  'hls.muxer hls.muxer.audio hls.variant hls.variant.audio hls.variant.nvenc hls.variant.playlist hls.variant.webvtt hss hss.variant ' +
  'hss.variant.audio hss.variant.playlist imx iphone_and_ipad jpeg m4a mp3 mpeg2 mpegps ' +
  'mpegts.h264 mpegts.mpeg2 oga ogg png prores422 quick_one_thumbnail thumbnail transcript ' +
  'vorbis webm webm.vp8 webm.vp9 xdcam'
).split(' ')

it('every preset of Flip has an extension that there is a sample of', async () => {
  expect([...flipPresetNames].sort()).toEqual(namesOfTheSdk)
  for (const name of namesOfTheSdk) {
    const found = await sampleFor(presets[name]?.extname ?? '', name)
    expect([name, found === undefined]).toEqual([name, false])
  }
})

it('every preset of Flip encodes a film to something that can be downloaded', async () => {
  await using double = await flipDouble()
  const { flip } = double
  for (const name of flipPresetNames) await flip.post('/profiles.json', { preset_name: name, name: `${name}.film` })
  const profiles = flipPresetNames.map((name) => `${name}.film`).join(',')
  const video = await double.upload(await sample('sample.mp4'), 'film.mp4', { profiles })
  await double.settle()
  const { encodings, total } = (
    await flip.get<{ encodings: (Wire & { files: string[] })[]; total: number }>(`/videos/${video.id}/encodings.json`)
  ).body
  expect(total).toBe(flipPresetNames.length)
  const { url } = (await flip.get(`/factories/${double.factoryId}.json`)).body
  for (const { status, profile_name: profile, files, mime_type: type } of encodings) {
    expect({ profile, status }).toEqual({ profile, status: 'success' })
    const response = await double.download(`${String(url)}${String(files[0])}`)
    expect([profile, response.status, response.headers.get('content-type')]).toEqual([profile, 200, type])
    await response.body?.cancel()
  }
})
