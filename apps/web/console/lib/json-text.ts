/** Finds the first mistake in a JSON text and says where and what it is, so that a person can mend it by hand. */

/** names of messages in the catalogue, under json.* */
export type JsonProblem =
  | 'empty'
  | 'value'
  | 'key'
  | 'colon'
  | 'comma'
  | 'trailingComma'
  | 'string'
  | 'control'
  | 'escape'
  | 'number'
  | 'quotes'
  | 'duplicate'
  | 'unclosed'
  | 'rest'

export interface JsonMistake {
  problem: JsonProblem
  /** index into the text */
  at: number
  /** both from 1 */
  line: number
  column: number
  /** the key given twice */
  name?: string
}

export type JsonReading = { ok: true; value: unknown } | { ok: false; mistake: JsonMistake }

class Mistake extends Error {
  readonly problem: JsonProblem
  readonly at: number
  readonly key: string | undefined
  constructor(problem: JsonProblem, at: number, key?: string) {
    super(problem)
    this.problem = problem
    this.at = at
    this.key = key
  }
}

const SPACE = /[ \t\r\n]*/y
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
const WORD = /true|false|null/y
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y

/** Walks the text; throws Mistake. Values are left to JSON.parse, which agrees on every text without a mistake. */
const walk = (text: string): void => {
  let at = 0
  /** told only when nothing else is wrong */
  let twice: Mistake | undefined
  const match = (pattern: RegExp): string | null => {
    pattern.lastIndex = at
    const found = pattern.exec(text)?.[0] ?? null
    if (found !== null) at += found.length
    return found
  }
  const blank = () => match(SPACE)
  const fail = (problem: JsonProblem, where = at): never => {
    throw new Mistake(problem, where)
  }

  const string = (): string => {
    const from = at
    at += 1
    for (;;) {
      const sign = text[at]
      if (sign === undefined) return fail('string', from)
      if (sign === '"') {
        at += 1
        return text.slice(from, at)
      }
      if (sign === '\n' || sign === '\r') return fail('string', from)
      if (sign < ' ') return fail('control')
      if (sign === '\\') {
        if (match(ESCAPE) === null) return fail('escape')
      } else at += 1
    }
  }

  const members = (close: '}' | ']', member: () => void): void => {
    const from = at
    at += 1
    blank()
    if (text[at] === close) {
      at += 1
      return
    }
    for (;;) {
      member()
      blank()
      if (text[at] === close) {
        at += 1
        return
      }
      if (text[at] === undefined) fail('unclosed', from)
      if (text[at] !== ',') fail('comma')
      const comma = at
      at += 1
      blank()
      if (text[at] === close) fail('trailingComma', comma)
      if (text[at] === undefined) fail('unclosed', from)
    }
  }

  const object = (): void => {
    const names = new Set<string>()
    members('}', () => {
      const from = at
      if (text[at] === "'") fail('quotes')
      if (text[at] !== '"') fail('key')
      const name = JSON.parse(string()) as string
      if (names.has(name)) twice ??= new Mistake('duplicate', from, name)
      names.add(name)
      blank()
      if (text[at] !== ':') fail('colon')
      at += 1
      blank()
      value()
    })
  }

  const number = (): void => {
    const from = at
    match(NUMBER)
    // 01, 1., 1.2.3 and the like stop in the middle
    if (at === from || /[\w.+-]/.test(text[at] ?? '')) fail('number', from)
  }

  const word = (): void => {
    const from = at
    if (match(WORD) === null || /\w/.test(text[at] ?? '')) fail('value', from)
  }

  const value = (): void => {
    const sign = text[at]
    if (sign === '{') object()
    else if (sign === '[') members(']', value)
    else if (sign === '"') string()
    else if (sign === "'") fail('quotes')
    else if (sign !== undefined && /[-0-9]/.test(sign)) number()
    else word()
  }

  blank()
  if (at === text.length) fail('empty')
  value()
  blank()
  if (at < text.length) fail('rest')
  if (twice) throw twice
}

/** Line and column of an index, both from 1. */
export const placeIn = (text: string, at: number): { line: number; column: number } => {
  const before = text.slice(0, at)
  const line = before.split('\n').length
  return { line, column: at - before.lastIndexOf('\n') }
}

/** Every text that JSON.parse takes is taken, but for a key given twice: one of its values would be lost unseen. */
export const readJson = (text: string): JsonReading => {
  try {
    walk(text)
    return { ok: true, value: JSON.parse(text) }
  } catch (error) {
    if (!(error instanceof Mistake)) throw error
    const { problem, at, key } = error
    return { ok: false, mistake: { problem, at, ...placeIn(text, at), ...(key === undefined ? {} : { name: key }) } }
  }
}

/** Two spaces, or the text itself when it is no JSON. */
export const prettyJson = (text: string): string => {
  const reading = readJson(text)
  return reading.ok ? JSON.stringify(reading.value, null, 2) : text
}

const LINE = 64

/** Indented by two spaces, but what fits on a line stays on it: a list of numbers is read across, not down. */
export const compactJson = (value: unknown, indent = ''): string => {
  const whole = JSON.stringify(value) ?? 'null'
  if (typeof value !== 'object' || value === null || whole.length + indent.length <= LINE) {
    if (typeof value !== 'object' || value === null || whole.length <= 2) return whole
    // the same line with air in it
    return Array.isArray(value)
      ? `[${value.map((item) => compactJson(item, indent)).join(', ')}]`
      : `{ ${Object.entries(value)
          .map(([name, item]) => `${JSON.stringify(name)}: ${compactJson(item, indent)}`)
          .join(', ')} }`
  }
  const inner = `${indent}  `
  const lines = Array.isArray(value)
    ? value.map((item) => inner + compactJson(item, inner))
    : Object.entries(value).map(([name, item]) => `${inner}${JSON.stringify(name)}: ${compactJson(item, inner)}`)
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${lines.join(',\n')}\n${indent}${close}`
}

export type JsonPart = 'key' | 'text' | 'number' | 'word' | 'sign' | 'plain'

const PARTS = /("(?:[^"\\\n]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|\b(true|false|null)\b|([{}[\],:])/g

/** The text in pieces for colouring; joined they are the text again. Works on broken text too. */
export const jsonParts = (text: string): { part: JsonPart; text: string }[] => {
  const parts: { part: JsonPart; text: string }[] = []
  let from = 0
  const add = (part: JsonPart, piece: string) => piece && parts.push({ part, text: piece })
  for (const found of text.matchAll(PARTS)) {
    add('plain', text.slice(from, found.index))
    const [whole, quoted, colon, number, word] = found
    if (quoted !== undefined) {
      add(colon === undefined ? 'text' : 'key', quoted)
      add('sign', colon ?? '')
    } else add(number !== undefined ? 'number' : word !== undefined ? 'word' : 'sign', whole)
    from = found.index + whole.length
  }
  add('plain', text.slice(from))
  return parts
}
