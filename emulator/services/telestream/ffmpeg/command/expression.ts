// Arithmetic in filters: `trunc(iw/2)*2`. Numbers, known names and known functions; nothing that could be read as anything else.

const names = new Set(
  `iw ih ow oh in_w in_h out_w out_h a sar dar hsub vsub x y w h n t pts r
   pi phi e inf main_w main_h overlay_w overlay_h N T PTS STARTPTS STARTT TB FR FRAME_RATE INTERLACED SR`.split(/\s+/),
)
const functions = new Set(
  'min max abs round trunc floor ceil sqrt pow mod if ifnot gt gte lt lte eq between clip sin cos not'.split(' '),
)
const token = /\s*(?:(\d+(?:\.\d+)?|\.\d+)|([A-Za-z_]+)|([-+*/(),]))/y

/** The expression without spaces; undefined when it is none. */
export function arithmetic(text: string): string | undefined {
  if (text.length > 200) return undefined
  const parts: string[] = []
  let depth = 0
  token.lastIndex = 0
  while (token.lastIndex < text.length) {
    const [, number, name, sign] = token.exec(text) ?? []
    if (number === undefined && name === undefined && sign === undefined) return undefined
    const follows = text.slice(token.lastIndex).trimStart().startsWith('(')
    if (name !== undefined && !(follows ? functions : names).has(name)) return undefined
    if (sign === '(') depth += 1
    if (sign === ')') depth -= 1
    if (depth < 0 || (sign === ',' && depth === 0)) return undefined
    parts.push(number ?? name ?? sign ?? '')
  }
  return depth === 0 && parts.length > 0 ? parts.join('') : undefined
}
