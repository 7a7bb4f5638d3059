// The image of stuntdouble, to be started by testcontainers.
import { GenericContainer, getContainerRuntimeClient, Wait } from 'testcontainers'
import {
  objectStoreEnvironment,
  type ObjectStoreOptions,
  sharedNetwork,
  type StartedObjectStore,
} from './object-store.ts'
import { API_PORT, S3_PORT, StartedStuntdoubleContainer } from './started-stuntdouble-container.ts'

const DATA = '/data'
/** ms between questions whether it is ready, and how long an answer may take. */
const READY_INTERVAL = 500

/**
 * A double in a container. Its worlds are in memory (a tmpfs at `/data`), unless something is mounted there. It has started when every
 * service is able to answer.
 *
 * @example
 * await using double = await new StuntdoubleContainer('stuntdouble').withScenario('video-library').start()
 * const s3 = new S3Client(double.getS3ClientConfig())
 */
export class StuntdoubleContainer extends GenericContainer {
  #store: { container: StartedObjectStore; options: ObjectStoreOptions } | undefined

  /** @param image its name, as it was built or is in your registry: `stuntdouble`, or `stuntdouble:ffmpeg` of the target `ffmpeg` */
  constructor(image: string) {
    super(image)
    this.withExposedPorts(API_PORT, S3_PORT)
    this.withWaitStrategy(
      Wait.forHttp('/_stuntdouble/ready', API_PORT, { abortOnContainerExit: true })
        .forStatusCode(200)
        .withReadTimeout(READY_INTERVAL),
    )
  }

  /** What the world `main` begins with: `default`, `empty`, `video-library`, `large:100k`, … Default `default`. */
  withScenario(scenario: string): this {
    return this.withEnvironment({ STUNTDOUBLE_SCENARIO: scenario })
  }

  /** Of the world `main`: `real`, `frozen`, or an ISO instant to be frozen at. Default `real`. */
  withClock(clock: string): this {
    return this.withEnvironment({ STUNTDOUBLE_CLOCK: clock })
  }

  /** Of the ids that the world `main` issues. Default 1. */
  withSeed(seed: number): this {
    return this.withEnvironment({ STUNTDOUBLE_SEED: String(seed) })
  }

  /** `simulated`, or `ffmpeg`, which really transcodes and needs an image of the target `ffmpeg`. Default: what the image was made for. */
  withEncoder(encoder: 'simulated' | 'ffmpeg'): this {
    return this.withEnvironment({ STUNTDOUBLE_ENCODER: encoder })
  }

  /** World time that a simulated encoding takes, in seconds. Default 12. */
  withEncodingTime(seconds: number): this {
    return this.withEnvironment({ STUNTDOUBLE_ENCODING_TIME: String(seconds) })
  }

  /**
   * Keeps the objects in a MinIO that has been started. The double joins that container's network, unless it has been given one; then both
   * have to be on it. Default: an object store of its own.
   */
  withObjectStore(container: StartedObjectStore, options: ObjectStoreOptions = {}): this {
    this.#store = { container, options }
    return this
  }

  protected override async beforeContainerCreated(): Promise<void> {
    if (!this.hostConfig.Binds?.some((bind) => bind.split(':')[1] === DATA)) this.withTmpFs({ [DATA]: 'rw' })
    const { host } = (await getContainerRuntimeClient()).info.containerRuntime
    if (isDomainName(host) && this.environment['STUNTDOUBLE_CONTROL_HOST'] === undefined)
      this.withEnvironment({ STUNTDOUBLE_CONTROL_HOST: host })
    if (!this.#store) return
    const { container, options } = this.#store
    const network = sharedNetwork(container, this.networkMode)
    this.networkMode = network
    this.withEnvironment(objectStoreEnvironment(container, network, options))
  }

  override async start(): Promise<StartedStuntdoubleContainer> {
    return StartedStuntdoubleContainer.open(await super.start())
  }
}

/** The control API answers by addresses, and by names without a dot, without being told. */
function isDomainName(host: string): boolean {
  return host.includes('.') && !host.includes(':') && !/^[\d.]+$/.test(host)
}
