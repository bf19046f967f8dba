/**
 * Regular expressions that come from outside run in this process: only those that cannot run away are taken.
 * A quantified group that holds another quantifier or an alternative can take exponential time, and so can a
 * back-reference; both are refused.
 */
const MOST_LENGTH = 512
const compiled = new Map<string, RegExp | null>()

const QUANTIFIER = /^(?:[*+?]|\{\d+(?:,\d*)?\})/

/** True when no quantified group contains a quantifier or an alternative, and nothing refers back. */
const isTame = (pattern: string): boolean => {
  const groups: { risky: boolean }[] = []
  for (let i = 0; i < pattern.length; i += 1) {
    const char = pattern[i] as string
    if (char === '\\') {
      if (/[1-9k]/.test(pattern[i + 1] ?? '')) return false
      i += 1
    } else if (char === '[') {
      while (i < pattern.length && pattern[i] !== ']') i += pattern[i] === '\\' ? 2 : 1
    } else if (char === '(') {
      groups.push({ risky: false })
      // the question mark of (?: (?= (?< is none of a quantifier
      if (pattern[i + 1] === '?') i += 1
    } else if (char === ')') {
      const group = groups.pop()
      const quantified = QUANTIFIER.exec(pattern.slice(i + 1))?.[0]
      if (group?.risky && quantified && quantified !== '?') return false
      const outer = groups.at(-1)
      if (outer && (group?.risky || quantified)) outer.risky = true
    } else if (char === '|' || QUANTIFIER.test(pattern.slice(i))) {
      const group = groups.at(-1)
      if (group) group.risky = true
    }
  }
  return true
}

const compile = (pattern: string): RegExp | null => {
  if (pattern.length > MOST_LENGTH || !isTame(pattern)) return null
  const ignoreCase = pattern.startsWith('(?i)')
  try {
    return new RegExp(ignoreCase ? pattern.slice(4) : pattern, ignoreCase ? 'iu' : 'u')
  } catch {
    return null
  }
}

/** The compiled pattern, or null when it is no pattern or could run away. */
export const patternOf = (pattern: string): RegExp | null => {
  const known = compiled.get(pattern)
  if (known !== undefined) return known
  const made = compile(pattern)
  if (compiled.size > 2000) compiled.clear()
  compiled.set(pattern, made)
  return made
}

export const isPattern = (pattern: string): boolean => patternOf(pattern) !== null
