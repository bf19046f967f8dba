/** Retrieves an entity from wherever parts of it are (clause 5.7.1.4). */
import { LOCAL } from '../entity-map/entity-map.ts'
import type { Kept } from '../model/entity.ts'
import type { TypeExpression } from '../query/types.ts'
import type { Failure, ForwardRequest } from './forward.ts'
import { type Match, matchesOf, type Wanted } from './match.ts'
import { mergeEntity, supplement } from './merge.ts'
import { entityAt } from './paths.ts'
import { printTypes } from './print.ts'
import { isProxied, type Source } from './registration.ts'
import { readEntities } from './remote.ts'
import type { FederationServices } from './services.ts'
import type { Origin, Speech } from './speech.ts'
import { isLoop, viaOf } from './via.ts'
import { isAbnormal, warningOf } from './warnings.ts'

export interface Found {
  entity: Kept | undefined
  warnings: string[]
  /** who told of it: registrations, and @none for the hub itself */
  holders: string[]
}

export interface RetrieveWanted {
  id: string
  types?: TypeExpression
  /** attributes the caller is interested in; undefined: all */
  attributes?: readonly string[]
  /** registrations that may be asked; undefined: all that match */
  only?: ReadonlySet<string>
}

/** Registrations that a reading request may use: not those it came by, nor any when it has been here before. */
export const usable = (sources: readonly Source[], origin: Origin, alias: string): readonly Source[] => {
  const { via } = origin.headers
  if (via === undefined) return sources
  if (isLoop(via, alias)) return []
  const passed = viaOf(via)
  return sources.filter((source) => source.alias === undefined || !passed.includes(source.alias))
}

/** Only what is current: registrations with an interval are about the past (clause 5.12). */
export const isCurrent = ({ doc }: Source): boolean =>
  doc.observationInterval === undefined && doc.managementInterval === undefined

/** The attributes to ask for: those of interest that are registered; undefined: all. */
export const attributesFor = ({ info }: Match, wanted: readonly string[] | undefined): string[] | undefined => {
  if (!info.attributes) return wanted && [...wanted]
  return wanted ? wanted.filter((iri) => info.attributes?.has(iri)) : [...info.attributes]
}

const READS = ['retrieveEntity', 'queryEntity', 'queryBatch'] as const

const compactList = (names: readonly string[], { terms }: Speech): string => names.map(terms.compact).join(',')

const typesOf = (match: Match, wanted: RetrieveWanted): TypeExpression | undefined => {
  if (wanted.types !== undefined) return wanted.types
  const types = match.entities?.flatMap((entity) => entity.types ?? [])
  if (!types || types.length === 0) return undefined
  return types.length === 1 ? types[0] : { op: 'or', terms: [...new Set(types)] }
}

const requestFor = (match: Match, wanted: RetrieveWanted, speech: Speech): ForwardRequest => {
  const operation = READS.find((name) => match.source.operations.has(name))
  const attributes = attributesFor(match, wanted.attributes)
  const attrs: Record<string, string> = attributes ? { attrs: compactList(attributes, speech) } : {}
  const common = { ...attrs, options: 'sysAttrs' }
  const types = typesOf(match, wanted)
  const type: Record<string, string> = types === undefined ? {} : { type: printTypes(types, speech.terms) }
  if (operation === 'retrieveEntity')
    return { method: 'GET', path: entityAt(wanted.id), query: { ...common, ...(wanted.types === undefined ? {} : type) } }
  if (operation === 'queryEntity') return { method: 'GET', path: '/entities', query: { ...type, id: wanted.id, ...common } }
  const body = {
    type: 'Query',
    entities: [{ id: wanted.id, type: types === undefined ? '*' : printTypes(types, speech.terms) }],
    ...(attributes ? { attrs: attributes.map(speech.terms.compact) } : {}),
  }
  return { method: 'POST', path: '/entityOperations/query', query: { options: 'sysAttrs' }, body }
}

/** Local data about what a proxied source covers counts for nothing: the source holds it (clause 4.3.6.3). */
export const without = (local: Kept | undefined, { info }: Match): Kept | undefined => {
  if (!local || !info.attributes) return undefined
  const left = Object.entries(local.attributes).filter(([iri]) => !info.attributes?.has(iri))
  return left.length === Object.keys(local.attributes).length ? local : { ...local, attributes: Object.fromEntries(left) }
}

export const createRetrieve = ({ registrations, forwarder, remote, alias }: FederationServices) => {
  const ask = async (match: Match, origin: Origin, wanted: RetrieveWanted): Promise<Kept | Failure | undefined> => {
    const reply = await forwarder.send(match.source, origin, (speech) => requestFor(match, wanted, speech))
    if (!reply.ok) return reply
    try {
      const found = await readEntities(remote, origin.tenant, reply, match)
      return found.find(({ id }) => id === wanted.id)
    } catch {
      return { ok: false, kind: 'invalid', status: reply.status, reason: 'no valid NGSI-LD' }
    }
  }

  return async (origin: Origin, local: Kept | undefined, wanted: RetrieveWanted): Promise<Found> => {
    const mine = local ? [LOCAL] : []
    const sources = await registrations.of(origin.tenant)
    if (sources.length === 0) return { entity: local, warnings: [], holders: mine }
    const name = alias(origin.tenant)
    const about: Wanted = {
      ids: [wanted.id],
      ...(wanted.types === undefined ? {} : { types: wanted.types }),
      ...(local ? { typesOf: local.types } : {}),
      ...(wanted.attributes ? { attributes: wanted.attributes } : {}),
    }
    const matches = usable(sources, origin, name)
      .filter(
        (source) =>
          isCurrent(source) &&
          (!wanted.only || wanted.only.has(source.id)) &&
          READS.some((operation) => source.operations.has(operation)),
      )
      .flatMap((source) => matchesOf(source, about))
    if (matches.length === 0) return { entity: local, warnings: [], holders: mine }
    const answers = await Promise.all(matches.map((match) => ask(match, origin, wanted)))
    let entity = local
    const warnings: string[] = []
    for (const match of matches) if (isProxied(match.source)) entity = without(entity, match)
    const holders = new Set(entity ? mine : [])
    const add = (auxiliary: boolean): void => {
      answers.forEach((answer, i) => {
        const { source } = matches[i] as Match
        if ((source.mode === 'auxiliary') !== auxiliary || answer === undefined) return
        if ('ok' in answer) {
          if (isAbnormal(answer)) warnings.push(warningOf(source, answer, name))
        } else {
          entity = auxiliary ? supplement(entity, answer) : mergeEntity(entity, answer)
          holders.add(source.id)
        }
      })
    }
    add(false)
    add(true)
    return { entity, warnings, holders: [...holders] }
  }
}
