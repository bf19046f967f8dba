/**
 * Patterns that owners write, matched whole and in time linear in the value: an automaton, not a backtracking search, so
 * that no pattern can stop the hub. Literals, . [a-z] [^…] \d \w \s (and \D \W \S) ( ) (?: ) | * + ? {m} {m,} {m,n};
 * ^ and $ at the ends are allowed and say nothing new.
 */
type Test = (code: number) => boolean
type Node =
  | { is: 'char'; test: Test }
  | { is: 'all'; parts: Node[] }
  | { is: 'any'; parts: Node[] }
  | { is: 'repeat'; part: Node; min: number; max: number }

type Step = { is: 'char'; test: Test } | { is: 'split'; to: [number, number] } | { is: 'jump'; to: number } | { is: 'end' }

const MOST_STEPS = 5000
const MOST_REPEATS = 1000
const MOST_STATES = 1000

export class PatternError extends Error {}

const digit: Test = (c) => c >= 48 && c <= 57
const word: Test = (c) => digit(c) || (c >= 65 && c <= 90) || (c >= 97 && c <= 122) || c === 95
const blank: Test = (c) => (c >= 9 && c <= 13) || c === 32 || c === 160 || c === 0x3000
const not =
  (test: Test): Test =>
  (c) =>
    !test(c)
const CLASSES: Record<string, Test> = { d: digit, w: word, s: blank, D: not(digit), W: not(word), S: not(blank) }
const SIMPLE: Record<string, [number, number]> = {
  '*': [0, Number.POSITIVE_INFINITY],
  '+': [1, Number.POSITIVE_INFINITY],
  '?': [0, 1],
}
const CONTROLS: Record<string, number> = { n: 10, r: 13, t: 9 }

const parse = (source: string): Node => {
  const text = [...source.replace(/^\^/, '').replace(/(?<!\\)\$$/, '')]
  let at = 0
  let depth = 0
  const fail = (message: string): never => {
    throw new PatternError(`${message} (${at + 1})`)
  }

  /** after a backslash: one character, or a class */
  const escaped = (): number | Test => {
    const char = text[at++] ?? fail('unfinished escape')
    const known = CLASSES[char]
    if (known) return known
    if (char === 'u') {
      const hex = text.slice(at, at + 4).join('')
      if (!/^[0-9a-fA-F]{4}$/.test(hex)) fail('\\u takes four digits')
      at += 4
      return Number.parseInt(hex, 16)
    }
    if (char in CONTROLS) return CONTROLS[char] as number
    if (/[A-Za-z0-9]/.test(char)) fail(`\\${char} is not supported`)
    return char.codePointAt(0) as number
  }

  const single = (): number | Test => {
    const char = text[at++] as string
    return char === '\\' ? escaped() : (char.codePointAt(0) as number)
  }

  const bracket = (): Test => {
    const negated = text[at] === '^'
    if (negated) at += 1
    const tests: Test[] = []
    for (let first = true; first || text[at] !== ']'; first = false) {
      if (at >= text.length) fail('[ without ]')
      const low = single()
      if (typeof low !== 'number') {
        tests.push(low)
        continue
      }
      if (text[at] !== '-' || text[at + 1] === ']' || text[at + 1] === undefined) {
        tests.push((c) => c === low)
        continue
      }
      at += 1
      const high = single()
      if (typeof high !== 'number' || high < low) return fail('range out of order')
      tests.push((c) => c >= low && c <= high)
    }
    at += 1
    const any: Test = (c) => tests.some((test) => test(c))
    return negated ? not(any) : any
  }

  const atom = (): Node => {
    const char = text[at++] as string
    if (char === '(') {
      if (++depth > 50) fail('nested too deep')
      if (text[at] === '?') {
        if (text[at + 1] !== ':') fail('(? is not supported')
        at += 2
      }
      const inner = alternatives()
      if (text[at++] !== ')') fail('( without )')
      depth -= 1
      return inner
    }
    if (char === '[') return { is: 'char', test: bracket() }
    if (char === '.') return { is: 'char', test: (c) => c !== 10 && c !== 13 }
    if (char === '\\') {
      const what = escaped()
      return { is: 'char', test: typeof what === 'number' ? (c) => c === what : what }
    }
    if ('*+?{^$'.includes(char)) fail(`${char} is not expected here`)
    const code = char.codePointAt(0)
    return { is: 'char', test: (c) => c === code }
  }

  const counts = (): [number, number] | undefined => {
    const char = text[at]
    const simple = char === undefined ? undefined : SIMPLE[char]
    if (simple) {
      at += 1
      return simple
    }
    if (char !== '{') return undefined
    const close = text.indexOf('}', at)
    const found = /^(\d{1,4})(,(\d{1,4})?)?$/.exec(text.slice(at + 1, close).join(''))
    if (close < 0 || !found) return fail('{ takes numbers')
    at = close + 1
    const min = Number(found[1])
    const max = found[2] === undefined ? min : found[3] === undefined ? Number.POSITIVE_INFINITY : Number(found[3])
    if (max < min || min > MOST_REPEATS || (max !== Number.POSITIVE_INFINITY && max > MOST_REPEATS)) fail('bad repeat')
    return [min, max]
  }

  const sequence = (): Node => {
    const parts: Node[] = []
    while (at < text.length && text[at] !== '|' && text[at] !== ')') {
      const part = atom()
      const times = counts()
      parts.push(times ? { is: 'repeat', part, min: times[0], max: times[1] } : part)
    }
    return { is: 'all', parts }
  }

  const alternatives = (): Node => {
    const parts = [sequence()]
    while (text[at] === '|') {
      at += 1
      parts.push(sequence())
    }
    return parts.length === 1 ? (parts[0] as Node) : { is: 'any', parts }
  }

  const all = alternatives()
  if (at < text.length) fail(') without (')
  return all
}

const emit = (root: Node): Step[] => {
  const steps: Step[] = []
  const push = (step: Step): number => {
    if (steps.length >= MOST_STEPS) throw new PatternError('the pattern is too large')
    return steps.push(step) - 1
  }
  const put = (node: Node): void => {
    if (node.is === 'char') push(node)
    else if (node.is === 'all') for (const part of node.parts) put(part)
    else if (node.is === 'any') {
      const ends: { is: 'jump'; to: number }[] = []
      for (const [n, part] of node.parts.entries()) {
        if (n === node.parts.length - 1) {
          put(part)
          break
        }
        const fork: Step = { is: 'split', to: [0, 0] }
        push(fork)
        fork.to[0] = steps.length
        put(part)
        const end = { is: 'jump' as const, to: 0 }
        push(end)
        ends.push(end)
        fork.to[1] = steps.length
      }
      for (const end of ends) end.to = steps.length
    } else {
      for (let n = 0; n < node.min; n += 1) put(node.part)
      if (node.max === Number.POSITIVE_INFINITY) {
        const fork: Step = { is: 'split', to: [0, 0] }
        const from = push(fork)
        fork.to[0] = steps.length
        put(node.part)
        push({ is: 'jump', to: from })
        fork.to[1] = steps.length
      } else {
        const forks: { is: 'split'; to: [number, number] }[] = []
        for (let n = node.min; n < node.max; n += 1) {
          const fork = { is: 'split' as const, to: [0, 0] as [number, number] }
          push(fork)
          fork.to[0] = steps.length
          forks.push(fork)
          put(node.part)
        }
        for (const fork of forks) fork.to[1] = steps.length
      }
    }
  }
  put(root)
  push({ is: 'end' })
  return steps
}

interface State {
  steps: readonly number[]
  ends: boolean
  next: Map<number, State>
}

/** Compiles a pattern; throws PatternError with what is wrong with it. */
export const compilePattern = (source: string): ((value: string) => boolean) => {
  const steps = emit(parse(source))
  let states = new Map<string, State>()
  let start: State | undefined
  const stateOf = (from: readonly number[]): State => {
    const seen = new Set<number>()
    const waiting = [...from]
    while (waiting.length > 0) {
      const n = waiting.pop() as number
      if (seen.has(n)) continue
      seen.add(n)
      const step = steps[n] as Step
      if (step.is === 'split') waiting.push(...step.to)
      else if (step.is === 'jump') waiting.push(step.to)
    }
    const kept = [...seen]
      .filter((n) => (steps[n] as Step).is === 'char' || (steps[n] as Step).is === 'end')
      .sort((a, b) => a - b)
    const key = kept.join()
    const known = states.get(key)
    if (known) return known
    // forgets rather than grows: a pattern with many states costs time, never memory
    if (states.size >= MOST_STATES) {
      states = new Map()
      start?.next.clear()
    }
    const state = { steps: kept, ends: kept.some((n) => (steps[n] as Step).is === 'end'), next: new Map<number, State>() }
    states.set(key, state)
    return state
  }
  start = stateOf([0])
  const first = start
  const advance = (state: State, code: number): State => {
    const known = state.next.get(code)
    if (known) return known
    const to = stateOf(
      state.steps.flatMap((n) => {
        const step = steps[n] as Step
        return step.is === 'char' && step.test(code) ? [n + 1] : []
      }),
    )
    if (state.next.size < 500) state.next.set(code, to)
    return to
  }
  return (value) => {
    let state = first
    for (const char of value) {
      state = advance(state, char.codePointAt(0) as number)
      if (state.steps.length === 0) return false
    }
    return state.ends
  }
}
