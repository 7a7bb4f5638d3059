// Files of a bundle that only hand on what another file has: to find and read one takes Node as long as all that a small module does.
import type { Plugin } from 'rolldown'

const handsOn = /^export \{ ([^}]*) \} from "(\.\/[^"]+)";$/

/** Has whoever imports such a file dynamically import the other one. Not of what packages name, which others import. */
export function withoutFacades(): Plugin {
  return {
    name: 'without-facades',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).filter((part) => part.type === 'chunk')
      const instead = new Map<string, string>()
      for (const { code, fileName, isEntry } of chunks) {
        const [, names = '', from] = handsOn.exec(code.trim()) ?? []
        if (isEntry || from === undefined) continue
        const picked = names.split(', ').map((name) => {
          const [theirs = '', own = theirs] = name.split(' as ')
          return `${own}: m.${theirs}`
        })
        instead.set(`./${fileName}`, `import("${from}").then((m) => ({ ${picked.join(', ')} }))`)
        delete bundle[fileName]
      }
      for (const chunk of chunks)
        chunk.code = chunk.code.replaceAll(
          /\bimport\("(\.\/[^"]+)"\)/g,
          (whole, file: string) => instead.get(file) ?? whole,
        )
    },
  }
}
