// Provider states of Telestream Cloud.
import { z } from 'zod'
import { aFactory, aProfile, aVideo, aWebhook, type BuiltVideo } from '../../fixtures/builders/telestream.ts'
import { errorClasses } from '../../emulator/services/telestream/model.ts'
import { sampleFor } from '../../emulator/media/samples.ts'
import { bucketName, makeBucket } from '../../fixtures/scenarios/bucket.ts'
import { linkStore } from '../../emulator/services/telestream/stores/links.ts'
import { type WatchRule, watchRules } from '../../emulator/services/telestream/stores/model.ts'
import { addStore } from '../../emulator/services/telestream/stores/stores.ts'
import { watch } from '../../emulator/services/telestream/stores/watching.ts'
import { openSession } from '../../emulator/services/telestream/upload-session.ts'
import { createJob, defaultStore } from '../../emulator/services/telestream/workflows/create-job.ts'
import { workflows } from '../../emulator/services/telestream/workflows/model.ts'
import { exampleBucket } from '../../fixtures/scenarios/stores.ts'
import { profilesOf } from '../../emulator/services/telestream/find.ts'
import { factories } from '../../emulator/services/telestream/model.ts'
import type { World } from '../../emulator/world.ts'
import { defineState } from './state.ts'
import { preset, text, whole, word } from './parameters.ts'

const service = 'telestream'

const ofVideo = {
  videoId: 'Of the video.',
  videoPath: 'Where its files begin, without an extension.',
  encodingId: 'Of its first encoding; empty where there is none.',
  profileId: 'Of that encoding’s profile; empty where there is none.',
  profileName: 'Of that encoding’s profile; empty where there is none.',
}

function shown({ id, path, encodings: [first] }: BuiltVideo) {
  return {
    videoId: id,
    videoPath: path ?? '',
    encodingId: first?.id ?? '',
    profileId: first?.profileId ?? '',
    profileName: first?.profileName ?? '',
  }
}

const fileName = text('Of its file. Default `film.mp4`.').optional()
const profile = preset.optional().describe('A preset; its profile is made where there is none. Default `h264`.')
const payload = z.string().optional().describe('What its maker wrote on it.')

export const telestreamStates = [
  defineState({
    name: 'the factory is as it began',
    description:
      'A factory with the usual profiles and no video, the store `out`, and the hosted workflow of the documents.',
    service,
    values: {},
    setUp: async () => ({}),
  }),
  defineState({
    name: 'a video exists',
    description: 'A video, by default encoded already.',
    service,
    parameters: {
      fileName,
      status: word(['uploaded', 'processing', 'success', 'fail'])
        .optional()
        .describe('How far it has come: `uploaded`, `processing`, `success` or `fail`. Default `success`.'),
      profile,
      payload,
    },
    values: ofVideo,
    async setUp({ world }, { status = 'success', ...options }) {
      return shown(await aVideo(world, { ...options, state: status === 'processing' ? 'encoding' : status }))
    },
  }),
  defineState({
    name: 'a video is encoded',
    description: 'A video whose encodings have succeeded; their files are in the factory’s bucket.',
    service,
    parameters: {
      fileName,
      profiles: z.array(preset).min(1).optional().describe('Presets, each with an encoding. Default `h264`.'),
      payload,
    },
    values: { ...ofVideo, encodingCount: 'How many encodings it has.' },
    async setUp({ world }, options) {
      const video = await aVideo(world, options)
      return { ...shown(video), encodingCount: video.encodings.length }
    },
  }),
  defineState({
    name: 'a video was just uploaded',
    description: 'Nobody has looked at it yet: it has neither a size nor a duration.',
    service,
    parameters: { fileName, profile, payload },
    values: ofVideo,
    setUp: async ({ world }, options) => shown(await aVideo(world, { ...options, state: 'uploaded' })),
  }),
  defineState({
    name: 'an encoding is processing',
    description: 'A video whose encoding is under way; it ends as the world’s time passes.',
    service,
    parameters: { fileName, profile, payload },
    values: ofVideo,
    setUp: async ({ world }, options) => shown(await aVideo(world, { ...options, state: 'encoding' })),
  }),
  defineState({
    name: 'an encoding failed',
    description: 'A video whose encoding has failed; with an error class of sources the video itself has.',
    service,
    parameters: {
      error: word(errorClasses)
        .optional()
        .describe(`One of ${errorClasses.join(', ')}. Default EncodingError.`),
      profile,
    },
    values: { ...ofVideo, errorClass: 'Of the failure.' },
    async setUp({ world }, { error: errorClass = 'EncodingError', ...options }) {
      return { ...shown(await aVideo(world, { ...options, state: 'fail', errorClass })), errorClass }
    },
  }),
  defineState({
    name: 'several videos exist',
    description: 'So many encoded videos, made one after the other.',
    service,
    parameters: { count: whole(1, 100, 'How many. Default 3.').optional() },
    values: { ...ofVideo, count: 'How many there are; the ids are those of the last.' },
    async setUp({ world }, { count = 3 }) {
      let last = await aVideo(world, { fileName: 'film-1.mp4' })
      for (let number = 2; number <= count; number += 1) last = await aVideo(world, { fileName: `film-${number}.mp4` })
      return { ...shown(last), count }
    },
  }),
  defineState({
    name: 'a factory exists',
    description: 'Another factory than that of the credentials, with a bucket of its own.',
    service,
    parameters: { name: text('Default `Another factory`.').optional() },
    values: { otherFactoryId: 'Its id.', factoryName: 'Its name.', bucket: 'Where its outputs are.' },
    async setUp({ world }, options) {
      const { id, name, bucket } = await aFactory(world, options)
      return { otherFactoryId: id, factoryName: name, bucket }
    },
  }),
  defineState({
    name: 'a factory has an input bucket',
    description: 'The factory of the credentials takes what lies in a bucket, once it is told to look there.',
    service,
    parameters: { bucket: text('Of the world; made if need be. Default its first, `my-bucket`.').optional() },
    values: { bucket: 'Its name.' },
    async setUp({ world }, { bucket = bucketName(world) }) {
      await makeBucket(world, bucket)
      const factory = ownFactory(world)
      world.state.table(factories).update(factory.id, { flip: { ...factory.flip, inputBucket: bucket } })
      return { bucket }
    },
  }),
  defineState({
    name: 'a profile exists',
    description: 'A profile of the factory, made from a preset.',
    service,
    parameters: {
      name: text('Default `My profile`.').optional(),
      preset: preset.optional().describe('Default `h264`.'),
    },
    values: { profileId: 'Its id.', profileName: 'Its name.', presetName: 'Of its preset.' },
    async setUp({ world }, { preset: asked = 'h264', name = 'My profile' }) {
      const { id } = await aProfile(world, { preset: asked, name })
      return { profileId: id, profileName: name, presetName: asked }
    },
  }),
  defineState({
    name: 'a factory tells of its events',
    description: 'The factory has a webhook. Nobody listens there.',
    service,
    parameters: { url: z.url().optional().describe('Default `http://127.0.0.1:9/hooks`.') },
    values: { url: 'Where they would be told.' },
    async setUp({ world }, { url = 'http://127.0.0.1:9/hooks' }) {
      await aWebhook(world, url)
      return { url }
    },
  }),
  defineState({
    name: 'an upload session is open',
    description: 'A resumable upload has been announced, and nothing of it has arrived.',
    service,
    parameters: {
      fileName,
      fileSize: whole(1, 1e9, 'Bytes. Default the size of the sample film.').optional(),
      multiChunk: z.boolean().optional().describe('Whether it takes parts, in any order. Default true.'),
      profile: preset.optional().describe('With an encoding of this preset. Default none.'),
    },
    values: {
      sessionId: 'Its id.',
      location: 'Path and query of where the bytes go.',
      locationUrl: 'The same with the double’s address.',
      fileSize: 'Bytes that it takes.',
    },
    async setUp({ world, origin }, { fileName = 'film.mp4', fileSize, multiChunk = true, profile: asked }) {
      const factory = ownFactory(world)
      const size = fileSize ?? (await sampleFor('.mp4'))?.bytes.length ?? 1
      const { session, location } = openSession(world, origin, {
        factoryId: factory.id,
        api: 'v3.0',
        fileName,
        fileSize: size,
        multiChunk,
        profileIds: asked === undefined ? [] : profilesOf(world, factory, [asked]).map(({ id }) => id),
        pathFormat: factory.outputsPathFormat ?? ':id',
        payload: null,
        settings: {},
        extraFiles: [],
      })
      const { pathname, search } = new URL(location)
      return { sessionId: session.id, location: `${pathname}${search}`, locationUrl: location, fileSize: size }
    },
  }),
  defineState({
    name: 'a store exists',
    description: 'A store over a bucket of the world, besides the store `out`.',
    service,
    parameters: {
      name: text('Default `media`.').optional(),
      bucket: text('Of the world; made if need be. Default its first, `my-bucket`.').optional(),
      inputStore: z.boolean().optional().describe('Whether it is watched for media. Default false.'),
    },
    values: { storeId: 'Its id.', storeName: 'Its name.', bucket: 'Its bucket.' },
    async setUp({ world }, { name = 'media', bucket: asked, inputStore = false }) {
      const bucket = asked ?? bucketName(world)
      await makeBucket(world, bucket)
      const { accessKeyId: accessKey, secretAccessKey: secretKey } = world.credentials.s3
      const { id } = world.state.transaction(() =>
        addStore(world, { name, provider: 'S3', bucket, region: 'us-east-1', accessKey, secretKey, inputStore }),
      )
      return { storeId: id, storeName: name, bucket }
    },
  }),
  defineState({
    name: 'a store is linked',
    description: 'A store that the factory of the credentials uses, so that it cannot be deleted.',
    service,
    values: { storeId: 'Its id.' },
    async setUp({ world }) {
      await makeBucket(world, bucketName(world))
      const { id } = world.state.transaction(() => {
        const store = addStore(world, mediaStore(world))
        linkStore(world, store.id, 'flip', ownFactory(world).id)
        return store
      })
      return { storeId: id }
    },
  }),
  defineState({
    name: 'a watch rule exists',
    description: 'What is new in a store is submitted to the factory of the credentials.',
    service,
    values: { watchRuleId: 'Its id.', storeId: 'Of the store that is watched.' },
    async setUp({ world }) {
      await makeBucket(world, bucketName(world))
      return world.state.transaction(() => {
        const { id: storeId } = addStore(world, { ...mediaStore(world), inputStore: true })
        const now = world.clock.now()
        const rule: WatchRule = {
          id: world.ids.hex('watch-rule'),
          storeId,
          serviceName: 'flip',
          serviceId: ownFactory(world).id,
          filters: null,
          enabled: true,
          synced: false,
          syncScheduledAt: null,
          createdAt: now,
          updatedAt: now,
        }
        world.state.table(watchRules).put(rule)
        watch(world, rule)
        return { watchRuleId: rule.id, storeId }
      })
    },
  }),
  defineState({
    name: 'a workflow job is running',
    description: 'A job of the hosted workflow of the documents; it ends as the world’s time passes.',
    service,
    values: { workflowId: 'Of the workflow.', jobId: 'Of the job.' },
    async setUp({ world }) {
      const [workflow] = world.state.table(workflows).list({ limit: 1 })
      const store = workflow && defaultStore(world, workflow)
      if (!store) throw new Error('The world has no hosted workflow; its scenario is without one')
      const { id } = world.state.transaction(() =>
        createJob(world, workflow, {
          name: 'Test API',
          variables: { 'Video Height': '360', 'Video Width': '640' },
          sources: { Original: `https://${exampleBucket}.s3-us-west-1.amazonaws.com/demo1.mpg` },
          storage: Object.fromEntries(
            Object.keys(workflow.storageReferences).map((reference) => [reference, { store, folderOffset: null }]),
          ),
        }),
      )
      return { workflowId: workflow.id, jobId: id }
    },
  }),
]

function mediaStore(world: World) {
  const { accessKeyId: accessKey, secretAccessKey: secretKey } = world.credentials.s3
  return {
    name: 'media',
    provider: 'S3' as const,
    bucket: bucketName(world),
    region: 'us-east-1',
    accessKey,
    secretKey,
  }
}

function ownFactory(world: World) {
  const factory = world.state.table(factories).get(world.credentials.telestream.factoryId)
  if (!factory) throw new Error('The world has no factory; its scenario is without one')
  return factory
}
