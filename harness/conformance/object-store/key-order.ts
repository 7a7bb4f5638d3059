// The order of keys, said in the plainest way, and what makes a key a path.

/** By UTF-8 bytes. */
export function byBytes(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}

/** Whether a store that keeps keys as paths, or tells them in XML, takes this one. */
export function isPath(key: string): boolean {
  if (/[\p{Cc}\p{Cn}\p{Cs}\\]/u.test(key) || key !== key.trim() || Buffer.byteLength(key) > 900) return false
  return key
    .split('/')
    .every((segment) => !['', '.', '..'].includes(segment.trim()) && Buffer.byteLength(segment) < 250)
}
