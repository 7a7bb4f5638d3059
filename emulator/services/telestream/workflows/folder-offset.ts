// Where in its bucket a store's outputs are put: `/folder1/project1/`.

const longest = 512

/** What is wrong with it, in words; undefined when it begins and ends with a slash, as the documents show it, and stays within the bucket. */
export function folderProblem(offset: unknown): string | undefined {
  if (typeof offset !== 'string') return 'must be text such as "/folder1/project1/"'
  if (offset.length > longest) return `must not be longer than ${longest} characters`
  if (!offset.startsWith('/') || !offset.endsWith('/')) return 'must begin and end with a slash'
  if (!offset.isWellFormed() || /[\u0000-\u001f\u007f\\]/.test(offset))
    return 'contains characters that a path cannot have'
  const folders = offset.slice(1, -1).split('/')
  const bad = offset !== '/' && folders.some((folder) => folder === '' || folder === '.' || folder === '..')
  return bad ? 'must not contain empty, "." or ".." folders' : undefined
}

/** The key of a file below it. */
export function keyBelow(offset: string | null, name: string): string {
  return `${(offset ?? '/').slice(1)}${name}`
}
