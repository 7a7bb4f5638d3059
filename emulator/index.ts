// stuntdouble: a local stand-in for Telestream Cloud, DuraCloud and Stream.
// `await using` is in its types, and a project without @types/node may not know that yet.
/// <reference lib="esnext.disposable" preserve="true" />
export type { CatalogueEntry } from './faults/catalogue.ts'
export type { Fault } from './faults/describe.ts'
export type { FaultInput } from './faults/input.ts'
export { FaultRefused } from './faults/refused.ts'
export { createEmulator, type Emulator } from './emulator.ts'
export type { EmulatorOptions, TelestreamSettings } from './options.ts'
export type {
  Credentials,
  DuraCloudUser,
  GivenCredentials,
  S3Credentials,
  StreamCredentials,
  TelestreamCredentials,
} from './credentials.ts'
export type { Environment } from './environment.ts'
export type { Duration } from './handle/duration.ts'
export type { DuraCloudBuilders, StreamBuilders, TelestreamBuilders } from './handle/builders.ts'
export type { WorldClock } from './handle/clock-handle.ts'
export type { WorldFaults } from './handle/faults-handle.ts'
export type { EntryFilter, WorldJournal } from './handle/journal-handle.ts'
export type { Har, HarEntry } from './har/model.ts'
export type { WorldObjects } from './handle/objects-handle.ts'
export { NeverHappened } from './handle/never-happened.ts'
export type { UntilOptions } from './handle/until.ts'
export type { ForkOptions, WorldSnapshot } from './handle/snapshot-handle.ts'
export type { WorldHandle, WorldJobs } from './handle/world-handle.ts'
export type { Diagnosis, JournalEntry, JournalFilter } from './journal.ts'
export type { Job } from './time/jobs.ts'
export type { World } from './world.ts'
export { ArchiveRefused } from './snapshots/archive/refused.ts'
export { WorldRefused, type CreateWorldOptions, type Worlds } from './worlds.ts'
export type { S3StoreOptions } from './objects/external-store.ts'
export { ObjectStoreUnavailable } from './objects/errors.ts'
export { NewerSchema } from './state/state.ts'
export { FfmpegUnavailable } from './platform/ffmpeg.ts'
export { PortUnavailable } from './platform/port-unavailable.ts'
