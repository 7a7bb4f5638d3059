// Arguments, one string each: what is put together here is never split again.

/** An option and its value; nothing when there is no value. */
export function option(flag: string, value: string | number | undefined): string[] {
  return value === undefined ? [] : [flag, String(value)]
}
