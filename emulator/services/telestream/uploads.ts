// Resumable uploads (§3.8): a session is made by an authenticated call; its location then takes the bytes from whoever knows it.
import { giveBack } from '#platform'
import { BodyAborted, bodyStream, BodyMalformed, BodyTooLarge, readBody } from '../../body/index.ts'
import { addHeaders, answerJson, type Exchange } from '../../exchange.ts'
import { isObjectStoreError } from '../../objects/errors.ts'
import { pour } from '../../objects/pour.ts'
import type { Service } from '../../service.ts'
import type { World } from '../../world.ts'
import type { Api } from './api.ts'
import { blobSink, type Call } from './call.ts'
import { answerError, badRequest, fileSizeLimitExceeded, missingParameters, recordNotFound } from './errors.ts'
import { allProfiles, factoryOf } from './find.ts'
import { isObject } from './input.ts'
import { type UploadSession, uploadSessions, videos } from './model.ts'
import { parseParameters, parameterValue, MalformedEncoding } from './signature/index.ts'
import { corsHeaders, readContentRange, readPart } from './upload-protocol.ts'
import {
  complete,
  fileByTag,
  forgetSession,
  mainFile,
  maxConnections,
  missingParts,
  openSession,
  partSize,
  partsOf,
  receivedBytes,
  sessionPath,
  sizeOfPart,
  storeExtraFile,
  type UploadedFile,
} from './upload-session.ts'
import { readVideoSettings } from './video-settings.ts'
import { videoBody } from './wire.ts'

/** POST /videos/upload.json */
export function create(call: Call) {
  const { input, world, api, exchange } = call
  const factory = factoryOf(call)
  const fileName = input.filled('file_name')
  const limit = world.settings.telestream.fileSizeLimit
  const fileSize = input.integer('file_size', { min: 1 })
  if (fileName === undefined || fileSize === undefined) {
    throw missingParameters(
      ...(fileName === undefined ? ['file_name'] : []),
      ...(fileSize === undefined ? ['file_size'] : []),
    )
  }
  if (fileSize > limit) throw fileSizeLimitExceeded(limit)
  // Other than POST /videos, an upload makes no encodings unless it says so (§3.2).
  const settings = readVideoSettings(call, factory, () =>
    input.boolean('use_all_profiles') ? allProfiles(world, factory) : [],
  )
  const { session, location } = openSession(world, exchange.origin, {
    factoryId: factory.id,
    api,
    fileName,
    fileSize,
    // The models of Flip 3.1 say that true is the default (§3.7).
    multiChunk: input.boolean('multi_chunk') ?? api === 'flip-3.1',
    profileIds: settings.profiles.map((profile) => profile.id),
    pathFormat: settings.pathFormat,
    payload: settings.payload,
    settings: settings.settings,
    extraFiles: readExtraFiles(call),
  })
  return sessionBody(session, location)
}

/** Numbers are strings: the Go SDKs refuse bare ones (§0 item 2). */
function sessionBody(session: UploadSession, location: string) {
  const sizes = (file: UploadedFile) => ({ parts: String(partsOf(file)), part_size: String(partSize) })
  const extraFiles = session.extraFiles.map(({ tag, name }) => [tag, { tag, name, ...sizes(fileByTag(session, tag)) }])
  // The uploaders of Go and .NET dereference it in every session of Flip 3.1; Go's older one, of V3.0, takes nothing but texts.
  const tellsExtraFiles = extraFiles.length > 0 || (session.api === 'flip-3.1' && session.multiChunk)
  return {
    id: session.id,
    location,
    ...(session.multiChunk ? { ...sizes(mainFile(session)), max_connections: String(maxConnections) } : {}),
    ...(tellsExtraFiles ? { extra_files: Object.fromEntries(extraFiles) } : {}),
  }
}

function readExtraFiles({ input }: Call): UploadSession['extraFiles'] {
  const sent = input.json('extra_files') ?? []
  if (!Array.isArray(sent)) throw badRequest('extra_files must be a list of {tag, file_name, file_size}')
  const tags = new Set<string>()
  return sent.map((file: unknown) => {
    const { tag, file_name: name, file_size: size } = isObject(file) ? file : {}
    const fileSize = Number(size)
    if (
      typeof tag !== 'string' ||
      tag === '' ||
      tag.length > 200 ||
      tags.has(tag) ||
      typeof name !== 'string' ||
      !Number.isSafeInteger(fileSize) ||
      fileSize < 1
    ) {
      throw badRequest('extra_files must be a list of {tag, file_name, file_size}, each with a tag of its own')
    }
    tags.add(tag)
    return { tag, name, fileSize }
  })
}

function uploadKey(exchange: Exchange): string | undefined {
  const id = sessionId(exchange)
  return id === undefined ? undefined : `telestream/upload/${id}`
}

function sessionId({ query }: Exchange): string | undefined {
  try {
    return parameterValue(parseParameters(query, 'query'), 'id')
  } catch (error) {
    if (error instanceof MalformedEncoding) return undefined
    throw error
  }
}

/** Requests to a location: unauthenticated, the id is the secret. */
export const uploadApi: Api = { prefixes: [sessionPath], select: uploadKey, handle: handleUpload, operationOf }

const isForm = (headers: Headers) => /^multipart\/form-data/i.test(headers.get('content-type') ?? '')

/** What is asked of a location, by method and headers; the first that is meant. */
export const locationOperations: readonly (readonly [
  operation: string,
  methods: readonly string[],
  isMeant?: (headers: Headers) => boolean,
])[] = [
  ['uploads.preflight', ['OPTIONS']],
  ['uploads.abort', ['DELETE']],
  ['uploads.status', ['GET', 'HEAD']],
  ['uploads.part', ['PUT', 'POST'], (headers) => headers.has('x-part')],
  ['uploads.form', ['PUT', 'POST'], isForm],
  ['uploads.stream', ['PUT', 'POST']],
]

function operationOf({ request: { method, headers } }: Exchange): string | undefined {
  const meant = locationOperations.find(([, methods, is]) => methods.includes(method) && (!is || is(headers)))
  return meant?.[0]
}

async function handleUpload(exchange: Exchange): Promise<Response> {
  try {
    return addHeaders(exchange, await answerUpload(exchange), Object.entries(corsHeaders))
  } catch (error) {
    const answer = answerError(exchange, translated(error))
    if (!answer) throw error
    return addHeaders(exchange, answer, Object.entries(corsHeaders))
  }
}

async function answerUpload(exchange: Exchange): Promise<Response> {
  const { request, world } = exchange
  const { method, headers } = request
  const operation = operationOf(exchange)
  if (operation !== undefined) exchange.operation = operation
  if (method === 'OPTIONS') return new Response(null, { status: 204 })
  const id = sessionId(exchange) ?? ''
  const session = world.state.table(uploadSessions).get(id)
  if (!session || session.expiresAt <= world.clock.now()) throw recordNotFound('UploadSession', id)
  if (operation === undefined) throw badRequest(`An upload location takes PUT, POST, GET and DELETE, not ${method}`)
  switch (operation) {
    case 'uploads.abort':
      forgetSession(world, session)
      return new Response(null, { status: 200 })
    case 'uploads.status':
      return answerStatus(exchange, fileByTag(session, headers.get('x-extra-file-tag')))
    case 'uploads.part':
      return receivePart(exchange, fileByTag(session, headers.get('x-extra-file-tag')), headers.get('x-part') ?? '')
    case 'uploads.form':
      return receiveForm(exchange, session)
    default:
      return receiveStream(exchange, session)
  }
}

/** GET: which parts are missing. The 2016 Python SDK fails when a session that is complete still has the key, Flip's SDKs when it has not (§0 item 7). */
async function answerStatus(exchange: Exchange, file: UploadedFile): Promise<Response> {
  const { world } = exchange
  const { session, tag } = file
  const done = { ...(session.api === 'flip-3.1' ? { missing_parts: [] } : {}), media_id: session.videoId }
  const isDone = tag === undefined ? session.state === 'complete' : isStored(world, file)
  if (isDone) return answerJson(exchange, 200, done)
  const missing = session.multiChunk ? missingParts(world, file) : missingBytes(world, file)
  if (missing.length > 0) return answerJson(exchange, 200, { ...done, missing_parts: missing })
  if (tag === undefined) await complete(world, session)
  else await storeExtraFile(world, file)
  return answerJson(exchange, 200, done)
}

function isStored(world: World, file: UploadedFile): boolean {
  return missingParts(world, file).length === 0
}

/** Of a streamed file, as parts, for a client that asks anyway. */
function missingBytes(world: World, file: UploadedFile): number[] {
  const first = Math.floor(receivedBytes(world, file) / partSize)
  return Array.from({ length: partsOf(file) - first }, (_, at) => first + at)
}

/** The multi-chunk protocol: parts in any order, several at once, again if need be. */
async function receivePart(exchange: Exchange, file: UploadedFile, header: string): Promise<Response> {
  const { request, world } = exchange
  const { session, tag, owner } = file
  const index = readPart(header, partsOf(file))
  if (tag === undefined && session.state === 'complete') {
    await discard(request)
    return answerVideo(exchange, session)
  }
  const expected = sizeOfPart(file, index)
  const writer = world.blobs.write({ maxBytes: expected })
  try {
    await pour(bodyStream(request), writer)
    if (writer.size !== expected) throw badRequest(`Part ${index} has ${writer.size} bytes; it must have ${expected}`)
  } catch (error) {
    await writer.abort()
    throw isObjectStoreError(error, 'EntityTooLarge')
      ? badRequest(`Part ${index} has more than the ${expected} bytes that it must have`)
      : error
  }
  if (world.faults.happens('telestream', 'upload-part', String(index))) {
    await writer.abort()
    return new Response(null, { status: 204 })
  }
  const blob = await writer.commit()
  const stillOpen = world.state.transaction(() => {
    // While the bytes came, the session may have been completed by the same part sent twice, or given up.
    const current = world.state.table(uploadSessions).get(session.id)
    if (current?.state === 'open' || (current && tag !== undefined))
      world.pieces.add(owner, index, blob, world.clock.now())
    else world.blobs.release(blob.hash)
    return current
  })
  if (!stillOpen) throw recordNotFound('UploadSession', session.id)
  if (stillOpen.state === 'open' || tag !== undefined) {
    if (missingParts(world, file).length > 0) return new Response(null, { status: 204 })
    if (tag === undefined) await complete(world, session)
    else await storeExtraFile(world, file)
  }
  return answerVideo(exchange, session)
}

/** The streaming protocol: from the beginning to the end, in requests of any length; what arrived before a cut counts. */
async function receiveStream(exchange: Exchange, session: UploadSession): Promise<Response> {
  const { request, world } = exchange
  const file = mainFile(session)
  const chunk = readContentRange(request.headers.get('content-range'), session.fileSize)
  if (session.state === 'complete') {
    await discard(request)
    return answerVideo(exchange, session)
  }
  const before = receivedBytes(world, file)
  if (chunk.kind === 'bytes') {
    if (chunk.start > before) throw badRequest(`The upload goes on at byte ${before}, not ${chunk.start}`)
    await append(world, request, file, before - chunk.start)
  }
  if (receivedBytes(world, file) === session.fileSize) {
    await complete(world, session)
    return answerVideo(exchange, session)
  }
  return incomplete(exchange, world, file)
}

/** @param overlap bytes at the beginning of the body that are there already: gem, Python and Java send the last one again (§3.8) */
async function append(world: World, request: Request, file: UploadedFile, overlap: number): Promise<void> {
  const position = receivedBytes(world, file)
  const room = file.size - position
  const writer = world.blobs.write({ maxBytes: room })
  let skip = overlap
  try {
    await pour(bodyStream(request), {
      write(bytes) {
        const fresh = skip === 0 ? bytes : bytes.subarray(Math.min(skip, bytes.length))
        skip -= bytes.length - fresh.length
        return fresh.length > 0 ? writer.write(fresh) : undefined
      },
    })
  } catch (error) {
    if (isObjectStoreError(error, 'EntityTooLarge')) {
      await writer.abort()
      throw badRequest(`The body has more than the ${file.size} bytes that the session was made for`)
    }
    await keep()
    throw error
  }
  await keep()

  async function keep(): Promise<void> {
    if (writer.size === 0) return writer.abort()
    const blob = await writer.commit()
    world.state.transaction(() => {
      const current = world.state.table(uploadSessions).get(file.session.id)
      // Somebody else appended meanwhile: theirs counts, and the answer says how far it is.
      if (current?.state === 'open' && receivedBytes(world, file) === position)
        world.pieces.add(file.owner, position, blob, world.clock.now())
      else world.blobs.release(blob.hash)
    })
  }
}

/** A browser without the means to send parts posts the whole file as a form. */
async function receiveForm(exchange: Exchange, session: UploadSession): Promise<Response> {
  const { request, world } = exchange
  const body = await readBody(request, { sink: blobSink(world.blobs), limits: { fileBytes: session.fileSize } })
  const files = body.kind === 'multipart' ? body.files : []
  const sent = files.find(({ field }) => field === 'file')
  for (const other of files) if (other !== sent) world.blobs.release(other.stored.hash)
  if (!sent) throw missingParameters('file')
  if (session.state === 'open' && sent.size === session.fileSize) {
    const { owner } = mainFile(session)
    world.state.transaction(() => {
      world.pieces.remove(owner)
      world.pieces.add(owner, 0, sent.stored, world.clock.now())
    })
    await complete(world, session)
    return answerVideo(exchange, session)
  }
  world.blobs.release(sent.stored.hash)
  if (session.state === 'open')
    throw badRequest(`The file has ${sent.size} bytes; the session was made for ${session.fileSize}`)
  return answerVideo(exchange, session)
}

/** 204; `Location` because the JavaScript uploader stores the URL from nowhere else. */
function incomplete(exchange: Exchange, world: World, file: UploadedFile): Response {
  const received = receivedBytes(world, file)
  const headers: Record<string, string> = { location: exchange.request.url }
  if (received > 0) headers.range = `0-${received - 1}`
  return new Response(null, { status: 204, headers })
}

/** The video, as processing: SDKs wait for exactly that word. Before the main file is there, only its id is known. */
function answerVideo(exchange: Exchange, session: UploadSession): Response {
  const video = exchange.world.state.table(videos).get(session.videoId)
  return answerJson(
    exchange,
    200,
    video ? { ...videoBody(video), status: 'processing' } : { id: session.videoId, status: 'processing' },
  )
}

async function discard(request: Request): Promise<void> {
  for await (const chunk of bodyStream(request)) giveBack(chunk)
}

function translated(error: unknown): unknown {
  if (error instanceof BodyTooLarge) return fileSizeLimitExceeded(error.limit)
  if (error instanceof BodyAborted) return badRequest('The request broke off')
  return error instanceof BodyMalformed ? badRequest(error.message) : error
}

export const uploadJobs: Service['jobs'] = {
  'telestream.upload-expire'(job, world) {
    const session = world.state.table(uploadSessions).get((job.payload as { id: string }).id)
    return session && (() => forgetSession(world, session))
  },
}
