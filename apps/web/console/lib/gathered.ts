type Words = { [key: string]: string | Words }

const into = (all: Words, more: Words, from: string, path = ''): void => {
  for (const [key, value] of Object.entries(more)) {
    const before = all[key]
    if (before === undefined) all[key] = typeof value === 'string' ? value : structuredClone(value)
    else if (typeof before === 'string' || typeof value === 'string')
      throw new Error(`${from} says ${path}${key}, which another folder says too`)
    else into(before, value, from, `${path}${key}.`)
  }
}

/** Catalogues by their file → one catalogue. A word that stands in two files is a mistake: which one held would be chance. */
export const gathered = (catalogues: Record<string, object>): object => {
  const all: Words = {}
  for (const [file, words] of Object.entries(catalogues)) into(all, words as Words, file)
  return all
}
