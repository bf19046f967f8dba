/** The entity type selection language (clause 4.17): names joined by `,` or `|` (or), `;` (and), and parentheses. */
import type { Terms } from '../ld/terms.ts'
import { isName } from '../model/names.ts'
import { bad } from '../problem.ts'

export type TypeExpression = string | { op: 'and' | 'or'; terms: TypeExpression[] }

export const parseTypes = (text: string, terms: Terms): TypeExpression => {
  let at = 0
  const fail = (): never => {
    throw bad('type.syntax', { text })
  }
  if (text.length > 8192) fail()
  const take = (signs: string): boolean => {
    if (at >= text.length || !signs.includes(text[at] as string)) return false
    at += 1
    return true
  }
  const one = (depth: number): TypeExpression => {
    if (depth > 16) fail()
    if (take('(')) {
      const inner = either(depth + 1)
      if (!take(')')) fail()
      return inner
    }
    const start = at
    while (at < text.length && !',|;()'.includes(text[at] as string)) at += 1
    const name = text.slice(start, at).trim()
    return isName(name) ? terms.expand(name) : fail()
  }
  const joined =
    (op: 'and' | 'or', signs: string, next: (depth: number) => TypeExpression) =>
    (depth: number): TypeExpression => {
      const found = [next(depth)]
      while (take(signs)) found.push(next(depth))
      return found.length === 1 ? (found[0] as TypeExpression) : { op, terms: found }
    }
  const all = joined('and', ';', one)
  const either = joined('or', ',|', all)
  const tree = either(0)
  return at < text.length ? fail() : tree
}

export const matchesTypes = (types: readonly string[], expression: TypeExpression): boolean => {
  if (typeof expression === 'string') return types.includes(expression)
  return expression.op === 'and'
    ? expression.terms.every((term) => matchesTypes(types, term))
    : expression.terms.some((term) => matchesTypes(types, term))
}

/** Every type an expression names. */
export const typesIn = (expression: TypeExpression): string[] =>
  typeof expression === 'string' ? [expression] : expression.terms.flatMap(typesIn)
