// stuntdouble: a local stand-in for Telestream Cloud, DuraCloud and Stream.
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
export type { Diagnosis, JournalEntry, JournalFilter } from './journal.ts'
export type { Job } from './time/jobs.ts'
export type { World } from './world.ts'
export { WorldRefused, type CreateWorldOptions, type Worlds } from './worlds.ts'
export { NewerSchema } from './state/state.ts'
export { FfmpegUnavailable } from './platform/ffmpeg.ts'
export { PortUnavailable } from './platform/port-unavailable.ts'
