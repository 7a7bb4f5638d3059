// `.collection-snapshot.properties`: what a snapshot is, left in the space that it is taken of (§2.7).

export const propertiesFile = '.collection-snapshot.properties'
export const propertiesFileType = 'text/x-java-properties'

/** As java.util.Properties stores them, without its comment. */
export function writeProperties(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([name, value]) => `${escape(name).replaceAll(' ', '\\ ')}=${escape(value)}\n`)
    .join('')
}

/** The value of one property; undefined when the text does not have it. */
export function readProperty(text: string, name: string): string | undefined {
  const line = text.split('\n').find((each) => each.startsWith(`${name}=`))
  return line?.slice(name.length + 1).replaceAll(/\\(.)/g, '$1')
}

function escape(text: string): string {
  return text
    .replaceAll(/[\\=:#!]/g, '\\$&')
    .replace(/^ /, '\\ ')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('\t', '\\t')
    .replaceAll(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`)
}
