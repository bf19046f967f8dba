/** The language filter (clause 4.15): which value of a language map a reader gets. RFC 3282 ranks, RFC 4647 looks up. */
import type { Instance } from './entity.ts'
import type { Json, JsonObject } from './json.ts'

/** `fr;q=0.2,nl` → ranges, the most wanted first. */
export const readLanguages = (text: string): string[] =>
  text
    .split(',')
    .map((part) => {
      const [range = '', ...params] = part.trim().split(';')
      const q = params.map((param) => /^\s*q=([\d.]+)\s*$/.exec(param)?.[1]).find((value) => value !== undefined)
      return { range: range.trim(), q: q === undefined ? 1 : Number(q) }
    })
    .filter(({ range, q }) => range !== '' && q > 0)
    .sort((a, b) => b.q - a.q)
    .map(({ range }) => range)

const findTag = (tags: readonly string[], range: string): string | undefined => {
  if (range === '*') return tags[0]
  const wanted = range.toLowerCase().split('-')
  for (let length = wanted.length; length > 0; length -= 1) {
    const prefix = wanted.slice(0, length).join('-')
    const found =
      tags.find((tag) => tag.toLowerCase() === prefix) ?? tags.find((tag) => tag.toLowerCase().startsWith(`${prefix}-`))
    if (found) return found
  }
  return undefined
}

/** The tag of a language map that serves the ranges best; any tag when none does. */
export const pickLanguage = (map: JsonObject, ranges: readonly string[]): string => {
  const tags = Object.keys(map)
  for (const range of ranges) {
    const found = findTag(tags, range)
    if (found) return found
  }
  return tags.find((tag) => tag === '@none') ?? (tags[0] as string)
}

/** A language property as the plain property that a reader of one language sees, with the tag it is in. */
export const inLanguage = (instance: Instance, ranges: readonly string[]): { value: Json; lang: string } => {
  const map = instance.languageMap as JsonObject
  const lang = pickLanguage(map, ranges)
  return { value: map[lang] as Json, lang }
}
