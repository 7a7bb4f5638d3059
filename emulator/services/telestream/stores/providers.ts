// The kinds of storage that a store can be: by name, and by the number that Flip 3.1 knows them by (§3.7).

export const providerCodes = { S3: 0, GCS: 1, FTP: 2, GCS_INTEROP: 5, FLIP: 7, FASP: 8, AZURE: 9 } as const

export type Provider = keyof typeof providerCodes

export const providerNames = Object.keys(providerCodes) as readonly Provider[]

// Only the spelling `S3` is documented; the others are what people would try.
const otherNames: Readonly<Record<string, Provider>> = {
  AMAZON_S3: 'S3',
  GOOGLE: 'GCS',
  GOOGLE_CLOUD_STORAGE: 'GCS',
  GCS_S3: 'GCS_INTEROP',
  FLIP_STORAGE: 'FLIP',
  ASPERA: 'FASP',
  AZURE_BLOB: 'AZURE',
  AZURE_BLOB_STORAGE: 'AZURE',
}

/** A name in any case, or a number as such or as text; undefined for what is neither. */
export function parseProvider(value: string): Provider | undefined {
  const name = value
    .trim()
    .toUpperCase()
    .replaceAll(/[\s-]+/g, '_')
  return providerNames.find((known) => known === name || String(providerCodes[known]) === name) ?? other(name)
}

function other(name: string): Provider | undefined {
  return Object.hasOwn(otherNames, name) ? otherNames[name] : undefined
}
