// The path as it is signed: without the version, and with or without the slashes around it (§2.1).

// python and php: '/' + strip(path, " \t\n\r\0\x0B/")
const trimmed = ' \t\n\r\0\v/'

/** `/videos.json` for `//videos.json/`: what python and php sign. */
export function trimPath(path: string): string {
  let start = 0
  let end = path.length
  while (start < end && trimmed.includes(path.charAt(start))) start++
  while (end > start && trimmed.includes(path.charAt(end - 1))) end--
  return start === 1 && end === path.length && path.startsWith('/') ? path : `/${path.slice(start, end)}`
}

/**
 * The paths that a request may have signed: trimmed, as received (every other SDK), and decoded: the 2016 Python SDK signs the path that
 * its user typed, `/profiles/My film.json`, and leaves it to `requests` to encode it.
 */
export function signedPaths(path: string): readonly string[] {
  const short = trimPath(path)
  return [...new Set([short, path, decoded(short)])]
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
