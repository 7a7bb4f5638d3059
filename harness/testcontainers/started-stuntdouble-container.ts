// A double that runs in a container: its addresses, what SDKs are pointed at it by, and its worlds.
import { AbstractStartedContainer, type RestartOptions, type StartedTestContainer } from 'testcontainers'
import type { Environment } from '../../emulator/environment.ts'
import type { DuraCloudConfig, S3ClientConfig, StreamClientOptions, TelestreamConfig } from './client-configs.ts'
import { ContainerWorld, type CreateContainerWorld } from './container-world.ts'
import { control, describedWorld } from './control.ts'

/** Inside the container. */
export const API_PORT = 4600
export const S3_PORT = 4601

/** What is said of SDKs here is of the world `main`; {@link createWorld} makes others. */
export class StartedStuntdoubleContainer extends AbstractStartedContainer {
  #main: ContainerWorld

  /** Of `main`, as the double describes it: {@link open} asks. */
  constructor(started: StartedTestContainer, main: ContainerWorld) {
    super(started)
    this.#main = main
  }

  /** Takes over a double that has become ready; one that does not do as it is told is stopped. */
  static async open(started: StartedTestContainer): Promise<StartedStuntdoubleContainer> {
    try {
      return new StartedStuntdoubleContainer(started, await introduce(started))
    } catch (error) {
      await started.stop()
      throw error
    }
  }

  /** Of the vendors' APIs and the control API: `http://localhost:32768`. */
  getUrl(): string {
    return urlOf(this.startedTestContainer, API_PORT)
  }

  /** Of the double's own buckets: `http://localhost:32769`. */
  getS3Url(): string {
    return urlOf(this.startedTestContainer, S3_PORT)
  }

  /** The world `main`. */
  getMainWorld(): ContainerWorld {
    return this.#main
  }

  /** The variables by which an app is pointed at the double. */
  getEnvironment(): Environment {
    return this.#main.env
  }

  /** What clients of Telestream Cloud and Panda are configured with. */
  getTelestreamConfig(): TelestreamConfig {
    return this.#main.getTelestreamConfig()
  }

  /**
   * What Stream's clients are configured with.
   * @example
   * const { apiKey, apiSecret, ...options } = double.getStreamClientOptions()
   * const client = new StreamClient(apiKey, apiSecret, options)
   */
  getStreamClientOptions(): StreamClientOptions {
    return this.#main.getStreamClientOptions()
  }

  /** What DuraCloud's clients are configured with. */
  getDuraCloudConfig(): DuraCloudConfig {
    return this.#main.getDuraCloudConfig()
  }

  /** For `new S3Client()` of AWS; over `withObjectStore` it leads there. */
  getS3ClientConfig(): S3ClientConfig {
    return this.#main.getS3ClientConfig()
  }

  /** What a bucket of `main`, such as `my-bucket`, is called for that client: over `withObjectStore` its name has a prefix. */
  getBucketName(bucket: string): string {
    return this.#main.getBucketName(bucket)
  }

  /**
   * A world of a test's own: its credentials select it. `await using` deletes it in the end.
   * @throws with the double's own words, as when the name or a credential is taken
   */
  async createWorld(options: CreateContainerWorld = {}): Promise<ContainerWorld> {
    return new ContainerWorld(describedWorld.parse(await control(this.getUrl(), 'POST', '/worlds', options)))
  }

  /** The engine may give it other ports, so what was read from here before may be no longer so. */
  override async restart(options?: Partial<RestartOptions>): Promise<void> {
    await super.restart(options)
    this.#main = await introduce(this.startedTestContainer)
  }
}

/** Tells a double where its ports are published, which is known only now, and asks how clients are to be configured. */
async function introduce(started: StartedTestContainer): Promise<ContainerWorld> {
  const url = urlOf(started, API_PORT)
  await control(url, 'PUT', '/addresses', { url, s3Url: urlOf(started, S3_PORT) })
  return new ContainerWorld(describedWorld.parse(await control(url, 'GET', '/worlds/main')))
}

function urlOf(started: StartedTestContainer, port: number): string {
  const host = started.getHost()
  return `http://${host.includes(':') ? `[${host}]` : host}:${started.getMappedPort(port)}`
}
