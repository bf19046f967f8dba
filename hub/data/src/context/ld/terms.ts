/**
 * Term expansion and compaction of JSON-LD 1.1 as far as NGSI-LD needs it: term definitions, aliases, prefixes, @vocab,
 * and the precedence of the core context (GS CIM 009 clause 4.4, 5.5.7). Type coercions are not needed to name things:
 * NGSI-LD says by attribute type what is a URI, a date or a term. Measured against the jsonld library on an entity of
 * ten attributes the table look-up is two orders of magnitude cheaper, which is why no general processor is used.
 */
import { bad } from '../problem.ts'
import { CORE_TERMS, DEFAULT_VOCAB } from './core-terms.ts'

export interface Terms {
  /** term, compact IRI or IRI → IRI */
  expand: (name: string) => string
  /** IRI → the shortest name it has in this context */
  compact: (iri: string) => string
}

interface Definition {
  /** as written: a term, a compact IRI or an IRI */
  raw: string
  /** may stand before the colon of a compact IRI */
  prefix: boolean
}

/** JSON-LD 1.1 §4.2.2: a simple definition is a prefix when its IRI ends in a gen-delim character. */
const endsLikePrefix = (iri: string): boolean => /[:/?#[\]@]$/.test(iri)

const readDefinition = (term: string, value: unknown): Definition | null => {
  if (value === null) return null
  if (typeof value === 'string') return { raw: value, prefix: endsLikePrefix(value) }
  if (typeof value !== 'object' || Array.isArray(value)) throw bad('context.invalid', { reason: term })
  const { '@id': id, '@prefix': prefix, '@reverse': reverse } = value as Record<string, unknown>
  if (reverse !== undefined) return null
  if (id === null) return null
  if (id !== undefined && typeof id !== 'string') throw bad('context.invalid', { reason: `${term}: @id` })
  return { raw: id ?? term, prefix: prefix === true }
}

const KEYWORD = /^@[a-zA-Z]+$/

/** Context objects in order → definitions; later ones win. */
const collect = (contexts: readonly Record<string, unknown>[]): { definitions: Map<string, Definition>; vocab: string } => {
  const definitions = new Map<string, Definition>()
  let vocab = DEFAULT_VOCAB
  for (const context of contexts)
    for (const [term, value] of Object.entries(context)) {
      if (term === '@vocab') {
        if (value !== null && typeof value !== 'string') throw bad('context.invalid', { reason: '@vocab' })
        vocab = value ?? DEFAULT_VOCAB
      }
      if (KEYWORD.test(term) || CORE_TERMS.has(term)) continue
      const definition = readDefinition(term, value)
      if (definition) definitions.set(term, definition)
      else definitions.delete(term)
    }
  return { definitions, vocab }
}

const resolve = (definitions: Map<string, Definition>, vocab: string): Map<string, string> => {
  const resolved = new Map<string, string>()
  const walk = (raw: string, from: string, open: Set<string>): string => {
    if (KEYWORD.test(raw)) return raw
    const core = CORE_TERMS.get(raw)
    if (core && raw !== from) return core
    const colon = raw.indexOf(':', 1)
    if (colon > 0) {
      const [prefix, rest] = [raw.slice(0, colon), raw.slice(colon + 1)]
      if (rest.startsWith('//') || prefix === '_') return raw
      const base = CORE_TERMS.get(prefix) ?? (prefix === from ? undefined : termIri(prefix, open))
      return base === undefined ? raw : base + rest
    }
    return (raw === from ? undefined : termIri(raw, open)) ?? vocab + raw
  }
  const termIri = (term: string, open: Set<string>): string | undefined => {
    const done = resolved.get(term)
    if (done !== undefined) return done
    const definition = definitions.get(term)
    if (!definition) return undefined
    if (open.has(term)) throw bad('context.invalid', { reason: `cyclic definition of ${term}` })
    const iri = walk(definition.raw, term, new Set(open).add(term))
    resolved.set(term, iri)
    return iri
  }
  for (const term of definitions.keys()) termIri(term, new Set())
  return resolved
}

const shorter = (a: string, b: string): number => a.length - b.length || (a < b ? -1 : 1)

/** Compiles user contexts (objects, in order; the core context is always the last). Throws BadRequestData. */
export const compileTerms = (contexts: readonly Record<string, unknown>[]): Terms => {
  const { definitions, vocab } = collect(contexts)
  const resolved = resolve(definitions, vocab)
  for (const [term, iri] of CORE_TERMS) resolved.set(term, iri)
  const prefixes: [string, string][] = [...definitions]
    .filter(([term, { raw, prefix }]) => prefix || (raw.includes(':') && endsLikePrefix(resolved.get(term) ?? '')))
    .map(([term]) => [term, resolved.get(term) as string])
  prefixes.push(['ngsi-ld', CORE_TERMS.get('ngsi-ld') as string], ['geojson', CORE_TERMS.get('geojson') as string])

  const inverse = new Map<string, string>()
  for (const [term, iri] of resolved) {
    const known = inverse.get(iri)
    if (!iri.startsWith('@') && (known === undefined || shorter(term, known) < 0)) inverse.set(iri, term)
  }

  const expanded = new Map<string, string>()
  const expand = (name: string): string => {
    const known = resolved.get(name)
    if (known !== undefined) return known
    const colon = name.indexOf(':')
    if (colon <= 0) return DEFAULT_VOCAB + name
    const [prefix, rest] = [name.slice(0, colon), name.slice(colon + 1)]
    if (rest.startsWith('//') || prefix === '_') return name
    const base = resolved.get(prefix)
    return base === undefined ? name : base + rest
  }
  const compact = (iri: string): string => {
    const term = inverse.get(iri)
    if (term !== undefined) return term
    if (iri.startsWith(DEFAULT_VOCAB)) {
      const rest = iri.slice(DEFAULT_VOCAB.length)
      if (rest && !resolved.has(rest) && !rest.includes(':')) return rest
    }
    const candidates = prefixes
      .filter(([, base]) => iri.startsWith(base) && iri.length > base.length)
      .map(([prefix, base]) => `${prefix}:${iri.slice(base.length)}`)
      .filter((name) => !resolved.has(name))
      .sort(shorter)
    return candidates[0] ?? iri
  }
  const compacted = new Map<string, string>()
  const remembered = (cache: Map<string, string>, work: (text: string) => string) => (text: string) => {
    const known = cache.get(text)
    if (known !== undefined) return known
    const result = work(text)
    // names come from outside: the memory of them is bounded
    if (cache.size >= 5000) cache.clear()
    cache.set(text, result)
    return result
  }
  return { expand: remembered(expanded, expand), compact: remembered(compacted, compact) }
}

/** The core context alone. */
export const CORE = compileTerms([])
