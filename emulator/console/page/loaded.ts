// Something of the control API that is asked for again whenever it may have changed.
import { useEffect, useRef, useState } from 'preact/hooks'
import { changes, get } from './api.ts'

export interface Loaded<T> {
  data: T | undefined
  error: string | undefined
}

/**
 * @param path undefined: nothing is asked for
 * @param every ms, to ask for it also when nobody said that it changed
 */
export function useLoaded<T>(path: string | undefined, every?: number): Loaded<T> {
  const [loaded, setLoaded] = useState<Loaded<T> & { path?: string | undefined }>({ data: undefined, error: undefined })
  const latest = useRef(0)
  const version = changes.value

  useEffect(() => {
    if (path === undefined) return undefined
    const load = async (): Promise<void> => {
      latest.current += 1
      const mine = latest.current
      try {
        const data = await get<T>(path)
        if (latest.current === mine) setLoaded({ path, data, error: undefined })
      } catch (error) {
        const message = error instanceof Error ? error.message : String(error)
        if (latest.current === mine)
          setLoaded((before) => ({ path, data: before.path === path ? before.data : undefined, error: message }))
      }
    }
    void load()
    if (every === undefined) return undefined
    const timer = setInterval(() => void load(), every)
    return () => clearInterval(timer)
  }, [path, version, every])

  // What is of another path is not shown under this one.
  return loaded.path === path ? loaded : { data: undefined, error: undefined }
}
