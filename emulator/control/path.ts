// Where the control API is; apart from the rest of it, which is loaded by the first request to it.

export const controlPath = '/_stuntdouble'

export function isControl(path: string): boolean {
  return path.startsWith(controlPath) && (path.length === controlPath.length || path[controlPath.length] === '/')
}
