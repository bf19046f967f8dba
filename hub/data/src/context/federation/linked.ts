/** Entities that relationships lead to, wherever they are (clause 4.5.23). */
import type { Kept } from '../model/entity.ts'
import type { TypeExpression } from '../query/types.ts'
import { idsFor } from './asking.ts'
import type { Failure, ForwardRequest } from './forward.ts'
import { type Match, matchesInfo } from './match.ts'
import { mergeEntity, supplement } from './merge.ts'
import { entityAt } from './paths.ts'
import { printTypes } from './print.ts'
import { isProxied, type Source } from './registration.ts'
import { readEntities } from './remote.ts'
import { attributesFor, isCurrent, usable, without } from './retrieve.ts'
import type { FederationServices } from './services.ts'
import type { Origin, Speech } from './speech.ts'
import { isAbnormal, warningOf } from './warnings.ts'

export interface LinkedFound {
  entities: Kept[]
  warnings: string[]
}

/** id → types that relationships to it tell of (objectType) */
export type LinkTypes = ReadonlyMap<string, readonly string[]>

/** Entities in one request, and in all of one source. */
const CHUNK = 50
const MOST = 1_000

/** Ids that a match may know: what a relationship says about the type of its target rules others out. */
const idsOf = (match: Match, ids: readonly string[], types: LinkTypes): string[] => {
  const registered = match.entities?.some((entity) => entity.types === undefined)
    ? undefined
    : match.entities?.flatMap((entity) => entity.types ?? [])
  return (idsFor(match, { ids: [...ids] }) ?? []).filter((id) => {
    const told = types.get(id)
    return !registered || !told || told.length === 0 || told.some((type) => registered.includes(type))
  })
}

const typeFor = ({ entities }: Match, ids: readonly string[], types: LinkTypes): TypeExpression | undefined => {
  const registered = entities?.every((entity) => entity.types) ? entities.flatMap((entity) => entity.types ?? []) : []
  const told = ids.every((id) => (types.get(id)?.length ?? 0) > 0) ? ids.flatMap((id) => types.get(id) ?? []) : []
  const terms = [...new Set(registered.length > 0 ? registered : told)]
  return terms.length > 1 ? { op: 'or', terms } : terms[0]
}

interface Ask {
  match: Match
  make: (speech: Speech) => ForwardRequest
}

const chunksOf = (ids: readonly string[]): string[][] =>
  Array.from({ length: Math.ceil(ids.length / CHUNK) }, (_, i) => ids.slice(i * CHUNK, (i + 1) * CHUNK))

/** One request for many where the source can be asked so, else one for each. */
const asksFor = (match: Match, ids: readonly string[], types: LinkTypes): Ask[] => {
  const { operations } = match.source
  const attributes = attributesFor(match, undefined)
  return chunksOf(ids.slice(0, MOST)).flatMap((chunk): Ask[] => {
    const type = typeFor(match, chunk, types)
    const attrs = ({ terms }: Speech): Record<string, string> =>
      attributes ? { attrs: attributes.map(terms.compact).join(',') } : {}
    const page = { options: 'sysAttrs', limit: String(CHUNK) }
    if (operations.has('queryEntity') && (type !== undefined || attributes))
      return [
        {
          match,
          make: (speech) => ({
            method: 'GET',
            path: '/entities',
            query: {
              ...(type === undefined ? {} : { type: printTypes(type, speech.terms) }),
              id: chunk.join(','),
              ...attrs(speech),
              ...page,
            },
          }),
        },
      ]
    if (operations.has('queryBatch'))
      return [
        {
          match,
          make: (speech) => ({
            method: 'POST',
            path: '/entityOperations/query',
            query: page,
            body: {
              type: 'Query',
              entities: chunk.map((id) => ({ id, type: type === undefined ? '*' : printTypes(type, speech.terms) })),
              ...(attributes ? { attrs: attributes.map(speech.terms.compact) } : {}),
            },
          }),
        },
      ]
    if (!operations.has('retrieveEntity')) return []
    return chunk.map((id) => ({
      match,
      make: (speech) => ({ method: 'GET', path: entityAt(id), query: { ...attrs(speech), options: 'sysAttrs' } }),
    }))
  })
}

const READS = ['retrieveEntity', 'queryEntity', 'queryBatch'] as const

export const createLinked = ({ registrations, forwarder, remote, alias }: FederationServices) => {
  const matchesFor = (source: Source, ids: readonly string[], types: LinkTypes): { match: Match; ids: string[] }[] =>
    source.infos.flatMap((info) => {
      const match = matchesInfo(source, info, { ids })
      const wanted = match ? idsOf(match, ids, types) : []
      return match && wanted.length > 0 ? [{ match, ids: wanted }] : []
    })

  const ask = async ({ match, make }: Ask, origin: Origin): Promise<Kept[] | Failure> => {
    const reply = await forwarder.send(match.source, origin, make)
    if (!reply.ok) return reply
    try {
      return await readEntities(remote, origin.tenant, reply, match)
    } catch {
      return { ok: false, kind: 'invalid', status: reply.status, reason: 'no valid NGSI-LD' }
    }
  }

  /** `local`: what the hub itself holds of the ids. */
  return async (origin: Origin, ids: readonly string[], local: readonly Kept[], types: LinkTypes): Promise<LinkedFound> => {
    const sources = ids.length === 0 ? [] : await registrations.of(origin.tenant)
    const name = alias(origin.tenant)
    const matches = usable(sources, origin, name)
      .filter((source) => isCurrent(source) && READS.some((operation) => source.operations.has(operation)))
      .flatMap((source) => matchesFor(source, ids, types))
    const asks = matches.flatMap(({ match, ids: wanted }) => asksFor(match, wanted, types))
    if (asks.length === 0) return { entities: [...local], warnings: [] }
    const answers = await Promise.all(asks.map((one) => ask(one, origin)))
    const merged = new Map<string, Kept>()
    for (const kept of local) {
      const own = matches
        .filter(({ match, ids: wanted }) => isProxied(match.source) && wanted.includes(kept.id))
        .reduce<Kept | undefined>((left, { match }) => without(left, match), kept)
      if (own) merged.set(kept.id, own)
    }
    const wanted = new Set(ids)
    const warnings = new Set<string>()
    for (const auxiliary of [false, true])
      for (const [i, answer] of answers.entries()) {
        const { source } = (asks[i] as Ask).match
        if ((source.mode === 'auxiliary') !== auxiliary) continue
        if ('ok' in answer) {
          if (isAbnormal(answer)) warnings.add(warningOf(source, answer, name))
        } else
          for (const kept of answer)
            if (wanted.has(kept.id)) merged.set(kept.id, (auxiliary ? supplement : mergeEntity)(merged.get(kept.id), kept))
      }
    return { entities: [...merged.values()], warnings: [...warnings] }
  }
}
export type Linked = ReturnType<typeof createLinked>
