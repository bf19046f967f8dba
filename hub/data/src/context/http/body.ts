/** Bodies of requests: JSON in UTF-8, its @context taken out, the rules of clause 6.3.5 about where a context may stand. */
import { unfit } from '@haihe/kernel/http/texts'
import { isObject, type Json, type JsonObject } from '../model/json.ts'
import { bad, invalid, NgsiError } from '../problem.ts'
import { contextLink } from './link.ts'

const decoder = new TextDecoder('utf-8', { fatal: true })

/** Throws InvalidRequest. */
export const parseJson = (raw: Buffer): Json => {
  if (raw.length === 0) throw invalid('json.empty')
  let value: Json
  try {
    value = JSON.parse(decoder.decode(raw)) as Json
  } catch {
    throw invalid('json.malformed')
  }
  const found = unfit(value)
  if (found) throw bad('json.unfit', { path: found.path, reason: found.message })
  return value
}

export type BodyKind = 'json' | 'ld' | 'merge'

export const bodyKind = (contentType: string | undefined): BodyKind => {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? ''
  if (type === 'application/json') return 'json'
  if (type === 'application/ld+json') return 'ld'
  if (type === 'application/merge-patch+json') return 'merge'
  throw new NgsiError('InvalidRequest', 'media.unsupported', { type }, 415)
}

const takeContext = (item: JsonObject): { context: Json | undefined; rest: JsonObject } => {
  const { '@context': context, ...rest } = item
  return { context, rest }
}

export interface ReadBody {
  body: Json
  context: Json | undefined
  /** batch: each entity with its own context */
  contexts?: ContextOrError[]
}

/** The context of one entity of a batch, or why it has none. */
export type ContextOrError = { context: Json | undefined } | { error: NgsiError }

/** Separates a body from its context. Throws BadRequestData when the context stands in the wrong place. */
export const separate = (value: Json, kind: BodyKind, linkHeader: string | undefined, listAllowed: boolean): ReadBody => {
  const link = contextLink(linkHeader)
  if (Array.isArray(value)) {
    if (!listAllowed) throw invalid('json.not-object')
    if (kind === 'ld' && link !== undefined) throw bad('context.link-with-ld')
    const parts = value.map((item) => (isObject(item) ? takeContext(item) : { context: undefined, rest: item }))
    return {
      body: parts.map(({ rest }) => rest as Json),
      context: link,
      // in a batch each entity stands or falls by itself; a list of ids carries no context
      contexts: parts.map(({ context, rest }): ContextOrError => {
        if (kind === 'json' && context !== undefined) return { error: bad('context.in-json') }
        if (kind === 'ld' && context === undefined && isObject(rest)) return { error: bad('context.absent') }
        return { context: context ?? link }
      }),
    }
  }
  if (!isObject(value)) throw invalid('json.not-object')
  const { context, rest } = takeContext(value)
  if (kind === 'json' && '@context' in value) throw bad('context.in-json')
  if (kind === 'ld' && link !== undefined) throw bad('context.link-with-ld')
  if (kind === 'ld' && !('@context' in value)) throw bad('context.absent')
  if (kind === 'merge' && link !== undefined && '@context' in value) throw bad('context.link-with-ld')
  return { body: rest, context: context ?? link }
}
