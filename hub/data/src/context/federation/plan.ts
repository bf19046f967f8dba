/** How a write is shared out between the hub and its context sources (clauses 5.6.1.4 to 5.6.20.4). */

import { type Match, matchesOf, type Wanted } from './match.ts'
import type { Operation } from './operations.ts'
import { isProxied, type Source } from './registration.ts'

export interface Part {
  source: Source
  /** attributes that go to the source; null: the entity as a whole */
  attributes: ReadonlySet<string> | null
}

export interface Plan {
  forwards: Part[]
  /** parts that a source has taken over without offering the operation */
  refused: Part[]
  /** attributes that are left for the hub; null: the entity as a whole; undefined: nothing */
  local: ReadonlySet<string> | null | undefined
}

export interface Write {
  /** any of these names of the operation will do */
  operations: readonly Operation[]
  about: Wanted
  /** attributes of the request; null: it is about the entity as a whole (delete) */
  attributes: readonly string[] | null
}

const supports = (source: Source, operations: readonly Operation[]): boolean =>
  operations.some((operation) => source.operations.has(operation))

/** What the matches of one source cover of the attributes given; undefined: nothing; null: everything there is. */
const coveredBy = (
  matches: readonly Match[],
  attributes: ReadonlySet<string>,
): { covered: Set<string>; whole: boolean } | undefined => {
  if (matches.length === 0) return undefined
  const whole = matches.some(({ info }) => info.attributes === undefined)
  const covered = new Set([...attributes].filter((iri) => whole || matches.some(({ info }) => info.attributes?.has(iri))))
  return whole || covered.size > 0 ? { covered, whole } : undefined
}

export const planWrite = (sources: readonly Source[], { operations, about, attributes }: Write): Plan => {
  const forwards: Part[] = []
  const refused: Part[] = []
  const given = new Set(attributes ?? [])
  const left = new Set(given)
  let taken = false
  const matched = sources
    .filter(({ mode }) => mode !== 'auxiliary')
    .map((source) => ({ source, matches: matchesOf(source, about) }))
    .filter(({ matches }) => matches.length > 0)

  if (attributes === null) {
    for (const { source } of matched) {
      const part = { source, attributes: null }
      if (supports(source, operations)) forwards.push(part)
      else if (isProxied(source)) refused.push(part)
    }
    return { forwards, refused, local: null }
  }

  for (const { source, matches } of matched) {
    if (source.mode !== 'exclusive') continue
    const found = coveredBy(matches, left)
    if (!found) continue
    ;(supports(source, operations) ? forwards : refused).push({ source, attributes: found.covered })
    for (const iri of found.covered) left.delete(iri)
  }

  // all redirects share what is left; what one of them takes is not refused for the sake of another that cannot
  const before = new Set(left)
  const redirects = matched
    .filter(({ source }) => source.mode === 'redirect')
    .flatMap(({ source, matches }) => {
      const found = coveredBy(matches, before)
      return found ? [{ source, ...found, able: supports(source, operations) }] : []
    })
  const served = redirects.filter(({ able }) => able)
  for (const { source, covered } of served) forwards.push({ source, attributes: covered })
  for (const { source, covered, whole } of redirects.filter(({ able }) => !able)) {
    const open = new Set([...covered].filter((iri) => !served.some((other) => other.covered.has(iri))))
    if (open.size > 0 || (whole && !served.some((other) => other.whole))) refused.push({ source, attributes: open })
  }
  for (const { covered, whole } of redirects) {
    taken ||= whole
    for (const iri of covered) left.delete(iri)
  }

  for (const { source, matches } of matched) {
    if (source.mode !== 'inclusive' || !supports(source, operations) || taken) continue
    const found = coveredBy(matches, left)
    if (found && (found.covered.size > 0 || given.size === 0)) forwards.push({ source, attributes: found.covered })
  }
  return { forwards, refused, local: taken || (left.size === 0 && given.size > 0) ? undefined : left }
}
