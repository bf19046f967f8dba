/** The scope query language (clause 4.19): scopes with + (one level) and # (all below), joined by `,` `|` (or) and `;` (and). */
import { bad } from '../problem.ts'

export type ScopeQ = { op: 'and' | 'or'; terms: ScopeQ[] } | { levels: string[] }

const LEVEL = /^(\p{L}[\p{L}\p{N}_]*|\+)$/u

const readLevels = (text: string): string[] | null => {
  const levels = text.replace(/^\//, '').split('/')
  return levels.every((level, i) => LEVEL.test(level) || (level === '#' && i === levels.length - 1)) ? levels : null
}

export const parseScopeQ = (text: string): ScopeQ => {
  let at = 0
  const fail = (): never => {
    throw bad('scope.syntax', { text })
  }
  if (text.length > 8192) fail()
  const take = (signs: string): boolean => {
    if (at >= text.length || !signs.includes(text[at] as string)) return false
    at += 1
    return true
  }
  const one = (depth: number): ScopeQ => {
    if (depth > 16) fail()
    if (take('(')) {
      const inner = either(depth + 1)
      if (!take(')')) fail()
      return inner
    }
    const start = at
    while (at < text.length && !',|;()'.includes(text[at] as string)) at += 1
    const levels = readLevels(text.slice(start, at).trim())
    return levels ? { levels } : fail()
  }
  const joined =
    (op: 'and' | 'or', signs: string, next: (depth: number) => ScopeQ) =>
    (depth: number): ScopeQ => {
      const found = [next(depth)]
      while (take(signs)) found.push(next(depth))
      return found.length === 1 ? (found[0] as ScopeQ) : { op, terms: found }
    }
  const all = joined('and', ';', one)
  const either = joined('or', ',|', all)
  const tree = either(0)
  return at < text.length ? fail() : tree
}

const matchesLevels = (scope: string, levels: readonly string[]): boolean => {
  const parts = scope.split('/').slice(1)
  for (const [i, level] of levels.entries()) {
    if (level === '#') return true
    if (i >= parts.length || (level !== '+' && level !== parts[i])) return false
  }
  return parts.length === levels.length
}

export const matchesScopeQ = (scopes: readonly string[], q: ScopeQ): boolean => {
  if ('levels' in q) return scopes.some((scope) => matchesLevels(scope, q.levels))
  return q.op === 'and'
    ? q.terms.every((term) => matchesScopeQ(scopes, term))
    : q.terms.some((term) => matchesScopeQ(scopes, term))
}

/** A prefix that every matching scope has, when there is one: it narrows the search in the store. */
export const scopePrefix = (q: ScopeQ): string | undefined => {
  if (!('levels' in q)) return q.op === 'and' ? q.terms.map(scopePrefix).find((prefix) => prefix !== undefined) : undefined
  const fixed = q.levels.slice(0, q.levels.findIndex((level) => level === '+' || level === '#') >>> 0)
  return fixed.length === 0 ? undefined : `/${fixed.join('/')}`
}
