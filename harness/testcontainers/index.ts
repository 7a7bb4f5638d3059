// `stuntdouble/testcontainers`: the image of stuntdouble as a container of testcontainers, with what SDKs are pointed at it by.
export { StuntdoubleContainer } from './stuntdouble-container.ts'
export { StartedStuntdoubleContainer } from './started-stuntdouble-container.ts'
export { ContainerWorld, type Advance, type CreateContainerWorld } from './container-world.ts'
export type { ObjectStoreOptions, StartedObjectStore } from './object-store.ts'
export type { DuraCloudConfig, S3ClientConfig, StreamClientOptions, TelestreamConfig } from './client-configs.ts'
