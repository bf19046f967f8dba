/**
 * Several writes as one statement. Each part of a transaction says what it writes as if it were alone; what needs no
 * answer (an audit entry, an outbox event) then travels as a part of the statement that writes the case. One statement is
 * one transaction: parsed and planned once per connection, one round trip, all or nothing.
 */

/** `WITH …ctes… select`: a statement that others may join. */
export interface Joinable {
  ctes: string
  select: string
  values: readonly unknown[]
}

export interface Plain {
  text: string
  values: readonly unknown[]
}

const LITERAL = /'(?:[^']|'')*'/g

/** A single INSERT that answers nothing and whose literals hold no letters that look like a place for a value. */
const canJoin = ({ text }: Plain): boolean =>
  /^\s*INSERT\s+INTO\s/i.test(text) &&
  !(text.match(LITERAL) ?? []).some((literal) => /\$\d/.test(literal)) &&
  !/\bRETURNING\b|;/i.test(text.replace(LITERAL, "''"))

const shifted = (text: string, by: number): string => text.replace(/\$(\d+)/g, (_, place: string) => `$${Number(place) + by}`)

/** The one statement, or undefined when a part is of a kind that cannot join. */
export const merge = (main: Joinable, others: readonly Plain[]): Plain | undefined => {
  if (!others.every(canJoin)) return undefined
  const values = [...main.values]
  const parts = others.map((other, index) => {
    const part = `joined${index} AS (${shifted(other.text, values.length)})`
    values.push(...other.values)
    return part
  })
  return { text: `WITH ${[main.ctes, ...parts].join(', ')} ${main.select}`, values }
}
