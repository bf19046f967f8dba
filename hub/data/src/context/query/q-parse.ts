/**
 * Parser of the query language (clause 4.9):
 *   Query = Term *((";" / "|") Term), ";" binds tighter; Term = "(" Query ")" / "!" Path / Path [Operator Operand]
 *   Path = Name *("." Name) ["[" Member *("." Member) "]"] / Path "{" [Types ":"] Path "}"
 * Lists and ranges go with == and != alone. Throws BadRequestData with the place.
 */

import { isPattern } from '../../pattern.ts'
import { isDateTime, isUri } from '../model/json.ts'
import { bad } from '../problem.ts'
import { COMPARISONS, type Comparison, type Literal, type Operand, type Path, type Q } from './q-ast.ts'

const MOST_LENGTH = 16_384
const MOST_DEPTH = 32
const NUMBER = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/
const DATE = /^\d{4}-\d{2}-\d{2}$/
const TIME = /^\d{2}:\d{2}:\d{2}([.,]\d+)?Z$/
/** what ends a name */
const NAME_END = /[=!~<>;|()[\]{}"\s]/
/** what ends an unquoted value */
const VALUE_END = /[;|(),\s"]/
const NAME = /^(\p{L}[\p{L}\p{N}_]*|@[a-z]+)$/u
const PREFIXED = /^[\p{L}\p{N}_-]+:\p{L}[\p{L}\p{N}_/#-]*$/u

export const parseQ = (text: string): Q => {
  let at = 0
  const fail = (reason: string): never => {
    throw bad('q.syntax', { at: at + 1, reason })
  }
  if (text.length > MOST_LENGTH) fail('too long')
  const peek = (token: string): boolean => text.startsWith(token, at)
  const take = (token: string): boolean => {
    if (!peek(token)) return false
    at += token.length
    return true
  }
  const until = (end: RegExp): string => {
    const start = at
    while (at < text.length && !end.test(text[at] as string)) at += 1
    return text.slice(start, at)
  }

  const names = (): string[] => {
    const word = until(NAME_END)
    if (word === '') fail('name')
    if (word.includes('://') || word.startsWith('urn:')) return isUri(word) ? [word] : fail('name')
    const parts = word.split('.')
    for (const part of parts) if (!NAME.test(part) && !PREFIXED.test(part)) fail(`name ${part}`)
    return parts
  }

  const linkedPath = (depth: number): Path['linked'] => {
    // a hint of types stands before the last colon: {Building|Tower:name}
    const close = text.slice(at).search(/[{}[\]=!~<>]/)
    const head = close < 0 ? '' : text.slice(at, at + close)
    const colon = head.includes('://') ? -1 : head.lastIndexOf(':')
    const types = colon > 0 ? head.slice(0, colon).split(/[|,]/) : []
    if (types.some((type) => type === '')) fail('type')
    at += colon > 0 ? colon + 1 : 0
    const inner = path(depth + 1)
    if (!take('}')) fail('}')
    return { types, path: inner }
  }

  const path = (depth: number): Path => {
    if (depth > MOST_DEPTH) fail('depth')
    const found: Path = { names: names(), trailing: [] }
    if (take('{')) return { ...found, linked: linkedPath(depth) }
    if (take('[')) {
      const inner = until(/\]/)
      if (!take(']')) fail(']')
      const members = inner.split('.').map((member) => member.replace(/^"(.*)"$/, '$1'))
      if (members.some((member) => member === '')) fail('[]')
      return { ...found, trailing: members }
    }
    return found
  }

  const quoted = (): string => {
    const start = at
    at += 1
    while (at < text.length && text[at] !== '"') at += text[at] === '\\' ? 2 : 1
    if (at >= text.length) fail('"')
    at += 1
    try {
      return JSON.parse(text.slice(start, at)) as string
    } catch {
      return fail('"')
    }
  }

  const literalOf = (word: string): Literal => {
    if (NUMBER.test(word)) return { kind: 'number', value: Number(word) }
    if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true' }
    if (isDateTime(word) || DATE.test(word) || TIME.test(word)) return { kind: 'time', value: word }
    return { kind: 'term', value: word }
  }

  const literal = (): Literal => {
    if (peek('"')) return { kind: 'string', value: quoted() }
    const start = at
    const word = until(VALUE_END)
    // a range: two values with two dots between
    const dots = word.indexOf('..')
    if (dots >= 0) at = start + dots
    const value = dots >= 0 ? word.slice(0, dots) : word
    if (value === '' || /[<>=!~{}[\]]/.test(value)) fail('value')
    return literalOf(value)
  }

  const operand = (op: Comparison): Operand => {
    const first = literal()
    const several = op === '==' || op === '!='
    if (peek('..')) {
      if (!several) fail('range')
      at += 2
      const to = literal()
      if (to.kind !== first.kind || first.kind === 'boolean' || first.kind === 'term') fail('range')
      return { kind: 'range', from: first, to }
    }
    if (!peek(',')) {
      if (!several && (first.kind === 'boolean' || first.kind === 'term')) fail('value')
      return { kind: 'one', value: first }
    }
    if (!several) fail('list')
    const values = [first]
    while (take(',')) values.push(literal())
    return { kind: 'list', values }
  }

  const pattern = (): string => {
    if (peek('"')) return quoted()
    // unquoted: up to the end of the term, brackets balanced
    const start = at
    let open = 0
    for (; at < text.length; at += 1) {
      const char = text[at] as string
      if (char === '\\') at += 1
      else if ('([{'.includes(char)) open += 1
      else if (')]}'.includes(char)) {
        if (open === 0) break
        open -= 1
      } else if (open === 0 && (char === ';' || char === '|')) break
    }
    return text.slice(start, at)
  }

  const term = (depth: number): Q => {
    if (depth > MOST_DEPTH) fail('depth')
    if (take('(')) {
      const inner = either(depth + 1)
      if (!take(')')) fail(')')
      return inner
    }
    if (peek('!') && !peek('!=') && !peek('!~')) {
      at += 1
      return { op: 'absent', path: path(depth) }
    }
    const found = path(depth)
    for (const op of ['!~=', '~='] as const)
      if (take(op)) {
        const value = pattern()
        if (value === '' || !isPattern(value)) throw bad('pattern.invalid', { pattern: value })
        return { op, path: found, pattern: value }
      }
    for (const op of COMPARISONS) if (take(op)) return { op, path: found, operand: operand(op) }
    return { op: 'exists', path: found }
  }

  const joined =
    (op: 'and' | 'or', sign: string, next: (depth: number) => Q) =>
    (depth: number): Q => {
      const terms = [next(depth)]
      while (take(sign)) terms.push(next(depth))
      return terms.length === 1 ? (terms[0] as Q) : { op, terms }
    }
  const all = joined('and', ';', term)
  const either = joined('or', '|', all)

  const tree = either(0)
  if (at < text.length) fail(text.slice(at, at + 10))
  return tree
}
