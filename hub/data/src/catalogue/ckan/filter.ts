/**
 * The part of Solr's query language that CKAN clients send: clauses `field:value` with + or - before them, quoted values,
 * (a OR b), [from TO to]; everything else is text to search for.
 */
export interface Clause {
  field: string
  not: boolean
  /** any of these; '*' is any value */
  values: readonly string[]
  range: { from: string | null; to: string | null } | null
}
export interface Parsed {
  /** of every group one must hold: clauses that stand alone, and those joined by OR */
  groups: Clause[][]
  text: string
}

const TOKEN = /([+-]?)([a-z_][\w.]*|\*):("(?:[^"\\]|\\.)*"|\([^)]*\)|[[{][^\]}]*[\]}]|\S+)|"([^"]*)"|(\S+)/gi
const VALUE = /"((?:[^"\\]|\\.)*)"|(\S+)/g

const unescaped = (value: string): string => value.replaceAll(/\\(.)/g, '$1')

const valuesOf = (raw: string): string[] => {
  const inner = raw.startsWith('(') ? raw.slice(1, -1) : raw
  return [...inner.matchAll(VALUE)]
    .map(([, quoted, bare]) => unescaped(quoted ?? bare ?? ''))
    .filter((one) => !/^(OR|AND)$/.test(one))
}

const rangeOf = (raw: string): Clause['range'] => {
  const found = /^[[{]\s*(\S+)\s+TO\s+(\S+?)\s*[\]}]$/i.exec(raw)
  if (!found) return null
  const end = (one: string | undefined) => (one === undefined || one === '*' ? null : one.replaceAll('"', ''))
  return { from: end(found[1]), to: end(found[2]) }
}

export const parseQuery = (query: string): Parsed => {
  const groups: Clause[][] = []
  const words: string[] = []
  let joined = false
  for (const [, sign, field, raw, quoted, word] of query.matchAll(TOKEN)) {
    if (field === undefined) {
      const one = quoted ?? word ?? ''
      joined = one === 'OR'
      if (!/^(OR|AND|NOT|\*|\*:\*)$/.test(one)) words.push(one)
      continue
    }
    if (field === '*') continue
    const value = raw as string
    const range = rangeOf(value)
    const clause = { field, not: sign === '-', values: range ? [] : valuesOf(value), range }
    if (joined && groups.length > 0) groups.at(-1)?.push(clause)
    else groups.push([clause])
    joined = false
  }
  return { groups, text: words.join(' ') }
}

const within = (value: string, { from, to }: NonNullable<Clause['range']>): boolean => {
  // times compare as text once both say UTC in the same form; a bare date begins its day
  const at = (one: string) => (Number.isNaN(Date.parse(one)) ? one : new Date(one).toISOString())
  return (from === null || at(value) >= at(from)) && (to === null || at(value) <= at(to))
}

/** `valuesAt`: what a thing has in a field; undefined for fields that nobody knows, which match nothing. */
export const passes = (
  groups: readonly (readonly Clause[])[],
  valuesAt: (field: string) => readonly string[] | undefined,
): boolean =>
  groups.every((group) =>
    group.some(({ field, not, values, range }) => {
      const own = valuesAt(field) ?? []
      const meets = range
        ? own.some((value) => within(value, range))
        : values.some((wanted) => (wanted === '*' ? own.length > 0 : own.includes(wanted)))
      return meets !== not
    }),
  )
