// What a test arranges in a world without a request. The builders themselves are loaded when the first of them is asked for.
import type * as DuraCloud from '../../fixtures/builders/duracloud.ts'
import type * as Stream from '../../fixtures/builders/stream.ts'
import type * as Telestream from '../../fixtures/builders/telestream.ts'
import type { User } from '../services/stream/users/model.ts'
import type { World } from '../world.ts'

export interface TelestreamBuilders {
  /** A factory (V2: cloud) with its bucket, beside the one that the credentials name. */
  aFactory: (options?: Telestream.FactoryOptions) => Promise<Telestream.BuiltFactory>
  /** A profile of a factory, by its preset. */
  aProfile: (options: Telestream.ProfileOptions) => Promise<Telestream.BuiltProfile>
  /** A video from a small real file, by default encoded already. The clock stays where it is. */
  aVideo: (options?: Telestream.VideoOptions) => Promise<Telestream.BuiltVideo>
  /** Has a factory tell `url` of these events, by default of all. */
  aWebhook: (url: string, options?: Telestream.WebhookOptions) => Promise<void>
}

export interface DuraCloudBuilders {
  /** A space with its content. One that is there already gets what is not in it. */
  aSpace: (spaceId: string, options?: DuraCloud.SpaceOptions) => Promise<DuraCloud.BuiltSpace>
  /** A snapshot of a space of the store that takes them, by default a complete one. The clock stays where it is. */
  aSnapshot: (spaceId: string, options?: DuraCloud.SnapshotOptions) => Promise<DuraCloud.BuiltSnapshot>
}

export interface StreamBuilders {
  /** A user of the app; one who is there already is changed. */
  aPerson: (id: string, options?: Stream.PersonOptions) => Promise<User>
  /** An external storage over a bucket of the world. */
  aStorage: (name: string, options?: Stream.StorageOptions) => Promise<Stream.BuiltStorage>
  /** A call: by default nobody is in it; or it is live, or was held, with what was recorded. The clock stays where it is. */
  aCall: (id: string, options?: Stream.CallOptions) => Promise<Stream.BuiltCall>
}

export function telestreamBuilders(world: World): TelestreamBuilders {
  const loaded = async () => {
    await world.prepare('telestream')
    return import('../../fixtures/builders/telestream.ts')
  }
  return {
    aFactory: async (options) => (await loaded()).aFactory(world, options),
    aProfile: async (options) => (await loaded()).aProfile(world, options),
    aVideo: async (options) => (await loaded()).aVideo(world, options),
    aWebhook: async (url, options) => (await loaded()).aWebhook(world, url, options),
  }
}

export function duraCloudBuilders(world: World): DuraCloudBuilders {
  const loaded = async () => {
    await world.prepare('duracloud')
    return import('../../fixtures/builders/duracloud.ts')
  }
  return {
    aSpace: async (spaceId, options) => (await loaded()).aSpace(world, spaceId, options),
    aSnapshot: async (spaceId, options) => (await loaded()).aSnapshot(world, spaceId, options),
  }
}

export function streamBuilders(world: World): StreamBuilders {
  const loaded = async () => {
    await world.prepare('stream')
    return import('../../fixtures/builders/stream.ts')
  }
  return {
    aPerson: async (id, options) => (await loaded()).aPerson(world, id, options),
    aStorage: async (name, options) => (await loaded()).aStorage(world, name, options),
    aCall: async (id, options) => (await loaded()).aCall(world, id, options),
  }
}
