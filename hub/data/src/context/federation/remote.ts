/** Entities as a context source answers them, held to what the source registered for. */
import { readExpiry } from '../http/fragments.ts'
import { contextLink } from '../http/link.ts'
import { CORE_URL, type Contexts } from '../ld/contexts.ts'
import { isCoreUrl } from '../ld/core-terms.ts'
import { CORE, type Terms } from '../ld/terms.ts'
import type { Attributes, Kept } from '../model/entity.ts'
import { isDateTime, isObject, type Json, type JsonObject } from '../model/json.ts'
import { isId, readScopes, readTypes } from '../model/names.ts'
import { readAttributes } from '../model/read.ts'
import { iriOf } from '../vocabulary.ts'
import type { Reply } from './forward.ts'
import { covers, type Match } from './match.ts'

const REGION = iriOf('region')

export interface RemoteServices {
  contexts: Contexts
  /** code of the city: the region of what does not say where it belongs */
  city: string
}

/** The words of an answer: its own @context, else those it was asked in. A source that knows only the core says so. */
export const termsOf = async (services: RemoteServices, tenant: string, reply: Reply, item: JsonObject): Promise<Terms> => {
  const inline = item['@context']
  if (inline !== undefined) return (await services.contexts.resolve(tenant, inline)).terms
  const link = contextLink(reply.headers.link)
  return link !== undefined && (link === CORE_URL || isCoreUrl(link)) ? CORE : reply.speech.terms
}

export const regionOf = (attributes: Attributes, city: string): string => {
  const value = attributes[REGION]?.[0]?.value
  return typeof value === 'string' && value.startsWith(city) ? value : city
}

export const systemTime = (value: Json | undefined): string => (isDateTime(value) ? value : '')

/** Throws when it is no entity. */
const readRemote = (item: JsonObject, terms: Terms, tenant: string, city: string): Kept => {
  const id = item.id ?? item['@id']
  const type = item.type ?? item['@type']
  if (!isId(id) || type === undefined) throw new Error('no entity')
  const attributes = readAttributes(item, { terms, system: true })
  const expiresAt = readExpiry(item.expiresAt)
  return {
    tenant,
    id,
    types: readTypes(terms, type),
    scope: item.scope === undefined ? [] : readScopes(item.scope),
    attributes,
    region: regionOf(attributes, city),
    source: null,
    provenance: null,
    hidden: {},
    live: true,
    origin: 'core',
    createdAt: systemTime(item.createdAt),
    modifiedAt: systemTime(item.modifiedAt),
    ...(expiresAt ? { expiresAt } : {}),
  }
}

const registered = (kept: Kept, { info }: Match): Kept => {
  const { attributes: names } = info
  if (!names) return kept
  const attributes = Object.fromEntries(Object.entries(kept.attributes).filter(([iri]) => names.has(iri)))
  return { ...kept, attributes }
}

/** Entities of an answer that the match covers, with the attributes it covers. Throws when the answer is none. */
export const readEntities = async (services: RemoteServices, tenant: string, reply: Reply, match: Match): Promise<Kept[]> => {
  const items = Array.isArray(reply.body) ? reply.body : reply.body === undefined ? [] : [reply.body]
  const found: Kept[] = []
  for (const item of items) {
    if (!isObject(item)) throw new Error('no entity')
    const kept = readRemote(item, await termsOf(services, tenant, reply, item), tenant, services.city)
    if (covers(match, kept.id, kept.types)) found.push(registered(kept, match))
  }
  return found
}

/** Words of an answer that is no entity: lists of types and attributes. */
export const wordsOf = (reply: Reply): Terms => {
  const link = contextLink(reply.headers.link)
  return link !== undefined && isCoreUrl(link) ? CORE : reply.speech.terms
}
