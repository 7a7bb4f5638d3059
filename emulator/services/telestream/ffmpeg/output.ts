// The end of every output's arguments.
import { option } from './arguments.ts'
import type { Container } from './containers.ts'
import { reproducible } from './limits.ts'
import type { PlanOptions } from './plan.ts'
import { segmentArguments } from './segments.ts'

/** No other streams, limits, the container, and the file. @throws {CommandRefused} */
export function outputArguments({ settings, maxBytes }: PlanOptions, container: Container): string[] {
  return [
    '-sn',
    '-dn',
    ...reproducible,
    ...option('-fs', maxBytes),
    ...option('-max_muxing_queue_size', '4096'),
    ...(container.muxer === 'hls' ? segmentArguments(settings) : []),
    ...container.args,
    ...option('-f', container.muxer),
    container.file,
  ]
}
