// How much happened when, as bars: all of it, and what failed of it.
import { activity } from './journal.ts'
import { count, duration, plural } from './format.ts'

const size = { width: 600, height: 40 }

/** What is below does not move when the first bar is there. */
function Place() {
  return (
    <figure class="chart" aria-hidden="true">
      <svg viewBox={`0 0 ${size.width} ${size.height}`} />
      <figcaption>{'\u00a0'}</figcaption>
    </figure>
  )
}

export function ActivityChart() {
  const { bars, from, stepMs } = activity.value ?? { bars: [], from: '', stepMs: 1000 }
  if (bars.length === 0) return <Place />
  const highest = Math.max(...bars.map(({ requests }) => requests))
  const sum = bars.reduce(
    (all, { requests, failed }) => ({ requests: all.requests + requests, failed: all.failed + failed }),
    {
      requests: 0,
      failed: 0,
    },
  )
  // Few bars do not become broad blocks.
  const width = size.width / Math.max(bars.length, 40)
  const start = Date.parse(from)
  const heightOf = (number: number) => (number === 0 ? 0 : Math.max(2, (number / highest) * size.height))
  const summary = `${plural(sum.requests, 'request')}, ${count(sum.failed)} failed, in ${duration(bars.length * stepMs)}`
  return (
    <figure class="chart">
      <svg viewBox={`0 0 ${size.width} ${size.height}`} preserveAspectRatio="none" role="img" aria-label={summary}>
        {bars.map(({ requests, failed, faults }, index) => {
          const x = size.width - (bars.length - index) * width
          const at = new Date(start + index * stepMs).toLocaleTimeString()
          return (
            <g key={index}>
              <title>
                {`${at}: ${plural(requests, 'request')}${failed > 0 ? `, ${count(failed)} failed` : ''}${faults > 0 ? `, ${plural(faults, 'fault')}` : ''}`}
              </title>
              <rect class="hit" x={x} y={0} width={width} height={size.height} />
              <rect
                class="all"
                x={x}
                y={size.height - heightOf(requests)}
                width={width * 0.8}
                height={heightOf(requests)}
              />
              <rect
                class="failed"
                x={x}
                y={size.height - heightOf(failed)}
                width={width * 0.8}
                height={heightOf(failed)}
              />
            </g>
          )
        })}
      </svg>
      <figcaption>
        <span>{plural(sum.requests, 'request')}</span>
        <span class={sum.failed > 0 ? 'bad' : ''}>{count(sum.failed)} failed</span>
        <span class="quiet">a bar is {duration(stepMs)}</span>
      </figcaption>
    </figure>
  )
}
