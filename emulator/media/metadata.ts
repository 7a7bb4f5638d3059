// What GET /videos/:id/metadata.json answers (§3.2): exiftool's tags in snake case, as the vendor's own sample has them.
import {
  exifBitrate,
  exifBrand,
  exifDate,
  exifDuration,
  exifFileSize,
  exifGraphicsMode,
  exifPercent,
  exifVersion,
} from './exif-values.ts'
import type { Container, MediaFacts, MovieFacts, MovieTrack } from './media-facts.ts'

export interface FileFacts {
  /** As the client called it; left out when empty. */
  fileName?: string
  /** Bytes. */
  fileSize: number
}

export type Metadata = Record<string, string | number | string[]>

/** Tags with those that the file does not tell. */
type Tags = Record<string, string | number | string[] | null | undefined>

/**
 * Only tags that are true of the file: no defaults, no empty values. Where tracks differ in a tag without a name of its own for each
 * (`track_id`, `media_duration`), it is the video track's, or of sound alone the audio track's.
 */
export function metadataOf(facts: MediaFacts, { fileName, fileSize }: FileFacts): Metadata {
  const { video, audio, movie, durationMs } = facts
  return present({
    file_name: fileName === '' ? undefined : fileName,
    file_size: exifFileSize(fileSize),
    file_type: fileType(facts),
    mime_type: facts.mimeType,
    duration: seconds(durationMs === null ? null : durationMs / 1000),
    avg_bitrate: averageBitrate(facts, fileSize),
    image_width: video?.width,
    image_height: video?.height,
    image_size: video ? `${video.width}x${video.height}` : undefined,
    video_frame_rate: video?.fps,
    rotation: video?.rotation,
    audio_channels: audio?.channels,
    audio_sample_rate: audio?.sampleRate,
    track_id: video?.trackId ?? audio?.trackId,
    ...(movie ? movieTags(movie) : {}),
  })
}

const fileTypes: Partial<Record<Container, string>> = {
  mp4: 'MP4',
  mov: 'MOV',
  webm: 'WEBM',
  matroska: 'MKV',
  mp3: 'MP3',
  adts: 'AAC',
  wav: 'WAV',
  flac: 'FLAC',
  mpegts: 'M2TS',
}

function fileType({ container, video, movie }: MediaFacts): string | undefined {
  if (container === 'ogg') return video ? 'OGV' : 'OGG'
  if (movie?.majorBrand === 'M4A ' || movie?.majorBrand === 'M4V ') return movie.majorBrand.trim()
  return movie?.majorBrand?.startsWith('3gp') ? '3GP' : fileTypes[container]
}

/** Of the media, where a movie says how much of the file that is. */
function averageBitrate({ durationMs, movie }: MediaFacts, fileSize: number): string | undefined {
  if (durationMs === null) return undefined
  return exifBitrate(((movie?.mediaDataBytes ?? fileSize) * 8000) / durationMs)
}

function movieTags(movie: MovieFacts): Tags {
  const track = movie.tracks.find(({ picture }) => picture !== null)
  const sound = movie.tracks.find(({ sound }) => sound !== null)
  const main = track ?? sound
  return {
    major_brand: movie.majorBrand === null ? undefined : exifBrand(movie.majorBrand),
    minor_version: movie.majorBrand === null ? undefined : exifVersion(movie.minorVersion),
    compatible_brands: movie.compatibleBrands.length > 0 ? movie.compatibleBrands : undefined,
    movie_data_size: movie.mediaDataBytes,
    movie_data_offset: movie.mediaDataOffset,
    movie_header_version: movie.headerVersion,
    create_date: exifDate(movie.created),
    modify_date: exifDate(movie.modified),
    time_scale: movie.timeScale,
    preferred_rate: movie.preferredRate,
    preferred_volume: exifPercent(movie.preferredVolume),
    next_track_id: movie.nextTrackId,
    ...(main ? trackTags(main) : {}),
    ...(track ? pictureTags(track) : {}),
    ...(sound ? soundTags(sound) : {}),
  }
}

function trackTags({ media, ...track }: MovieTrack): Tags {
  return {
    track_header_version: track.headerVersion,
    track_create_date: exifDate(track.created),
    track_modify_date: exifDate(track.modified),
    track_id: track.id,
    track_duration: seconds(track.duration),
    track_layer: track.layer,
    track_volume: exifPercent(track.volume),
    media_header_version: media.headerVersion,
    media_create_date: exifDate(media.created),
    media_modify_date: exifDate(media.modified),
    media_time_scale: media.timeScale,
    media_duration: seconds(media.duration),
  }
}

function pictureTags({ format, picture, ...track }: MovieTrack): Tags {
  if (picture === null) return {}
  const width = track.width || picture.width
  const height = track.height || picture.height
  return {
    compressor_id: format,
    image_width: width,
    image_height: height,
    image_size: `${width}x${height}`,
    source_image_width: picture.width,
    source_image_height: picture.height,
    x_resolution: picture.xResolution,
    y_resolution: picture.yResolution,
    bit_depth: picture.bitDepth,
    graphics_mode: exifGraphicsMode(picture.graphicsMode),
    op_color: picture.opColor.join(' '),
  }
}

function soundTags({ format, sound }: MovieTrack): Tags {
  if (sound === null) return {}
  return {
    audio_format: format,
    audio_channels: sound.channels,
    audio_bits_per_sample: sound.bitsPerSample,
    audio_sample_rate: sound.sampleRate,
    balance: sound.balance,
  }
}

function seconds(duration: number | null): string | undefined {
  return duration === null ? undefined : exifDuration(duration)
}

function present(tags: Tags): Metadata {
  const metadata: Metadata = {}
  for (const [tag, value] of Object.entries(tags)) {
    if (value !== undefined && value !== null) metadata[tag] = value
  }
  return metadata
}
