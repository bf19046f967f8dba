/** In what words a source is spoken to: its own context, or that of the request (clauses 4.3.6.6, 6.3.19). */
import type { Exchange } from '../http/exchange.ts'
import { linkTo } from '../http/link.ts'
import type { Contexts } from '../ld/contexts.ts'
import { CORE_URL } from '../ld/contexts.ts'
import type { Terms } from '../ld/terms.ts'
import { isObject, type Json } from '../model/json.ts'
import type { Source } from './registration.ts'
import { type Rename, renaming } from './rename.ts'

export type Origin = Pick<Exchange, 'tenant' | 'headers' | 'context' | 'contextValue'>

export interface Speech {
  terms: Terms
  /** how names of the request become names of the source; undefined: they are the same */
  rename?: Rename
  /** headers about the context; `inline` instead when it goes into the body */
  link?: string
  inline?: Json
}

export const pairOf = ({ info }: Pick<Source, 'info'>, key: string): string | undefined =>
  info.find((pair) => pair.key === key)?.value

const singleUrl = (value: Json | undefined): string | undefined => {
  const one = Array.isArray(value) && value.length === 1 ? value[0] : value
  return typeof one === 'string' ? one : undefined
}

export const speechFor = async (contexts: Contexts, source: Source, origin: Origin): Promise<Speech> => {
  const own = pairOf(source, 'jsonldContext')
  if (own !== undefined) {
    const context = await contexts.resolve(source.tenant, own)
    return { terms: context.terms, rename: renaming(origin.context.terms, context.terms), link: linkTo(own) }
  }
  const { terms } = origin.context
  const given = origin.contextValue
  if (pairOf(source, 'contentType') === 'application/ld+json') return { terms, inline: given ?? CORE_URL }
  if (given === undefined) return { terms }
  const url = singleUrl(given)
  return url === undefined ? { terms, inline: given } : { terms, link: linkTo(url) }
}

/** A body with the context in it; each entity of a batch carries its own. */
export const withInline = (body: Json, context: Json): Json => {
  if (Array.isArray(body)) return body.map((item) => (isObject(item) ? { '@context': context, ...item } : item))
  return isObject(body) ? { '@context': context, ...body } : body
}
