// What an application's page does: plays a stream by hls.js, with or without the cookies of its host.
import type HlsPlayer from 'hls.js'

export interface Played {
  /** What hls.js could not get over; nothing when the stream was played to its end. */
  error?: string
  /** Seconds, of the element: how long the stream is, and where it is now. */
  duration: number
  position: number
  width: number
  height: number
}

declare global {
  interface Window {
    Hls: typeof HlsPlayer
    play: (url: string, withCookies: boolean) => Promise<Played>
  }
}

window.play = async function play(url, withCookies) {
  const video = document.querySelector('video')
  if (!video) throw new Error('The page has no video')
  const { Hls } = window
  const hls = new Hls({ xhrSetup: (xhr) => void (xhr.withCredentials = withCookies) })
  const over = new Promise<string | undefined>((resolve) => {
    video.addEventListener('ended', () => resolve(undefined))
    hls.on(Hls.Events.ERROR, (_event, { fatal, details }) => {
      if (fatal) resolve(details)
    })
    hls.on(Hls.Events.MANIFEST_PARSED, () => {
      video.play().catch((error: unknown) => resolve(String(error)))
    })
  })
  hls.loadSource(url)
  hls.attachMedia(video)
  const error = await over
  const { duration, currentTime: position, videoWidth: width, videoHeight: height } = video
  hls.destroy()
  return { duration, position, width, height, ...(error !== undefined && { error }) }
}
