// A page that plays a video.
import type { Page } from 'playwright-core'

/** Plays a video to its end in an element of the page; `pixel` is one of its last picture, if the page may look at it. */
export function play(page: Page, options: { url: string | undefined; crossOrigin: string | null }) {
  return page.evaluate(async ({ url = '', crossOrigin }) => {
    const video = document.createElement('video')
    const happens = (name: string) =>
      new Promise((resolve, reject) => {
        video.addEventListener(name, resolve, { once: true })
        video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true })
      })
    video.crossOrigin = crossOrigin
    video.muted = true
    video.src = url
    document.body.append(video)
    await happens('loadedmetadata')
    const { duration, videoWidth, videoHeight } = video
    video.playbackRate = 8
    const ended = happens('ended')
    await video.play()
    await ended
    const picture = document.createElement('canvas').getContext('2d')
    picture?.drawImage(video, 0, 0)
    let pixel: number[] | string | undefined
    try {
      pixel = [...(picture?.getImageData(10, 10, 1, 1).data ?? [])]
    } catch (error) {
      pixel = error instanceof DOMException ? error.name : String(error)
    }
    return { duration, videoWidth, videoHeight, pixel }
  }, options)
}
