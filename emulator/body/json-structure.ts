// What gives a JSON text its structure, by character: a look into a table for most of them, and no more.

export const [quote, backslash, opening, closing, separator] = [1, 2, 3, 4, 5]

/** 0 or undefined: no meaning for the structure. */
export const kinds = new Uint8Array(128)
for (const [characters, kind] of [
  ['"', quote],
  ['\\', backslash],
  ['[{', opening],
  [']}', closing],
  [',', separator],
] as const)
  for (const character of characters) kinds[character.charCodeAt(0)] = kind
