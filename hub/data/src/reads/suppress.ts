/**
 * Small counts are suppressed, and further ones beside them so that none follows from totals. The totals of a table by
 * two fields are what everybody gets who asks by one of them; where they would give a small count away whatever is
 * hidden, the finer table is withheld.
 */
export interface Cell {
  /** one shown value per field of the grouping */
  values: readonly unknown[]
  count: number
}

export interface Suppressed {
  /** count null: suppressed */
  cells: { values: readonly unknown[]; count: number | null }[]
  total: number | null
  /** the table is too fine to be shown at all */
  withheld: boolean
}

interface Node {
  count: number
  hidden: boolean
}

const keyOf = (values: readonly unknown[]): string => JSON.stringify(values.map((value) => value ?? null))

/** Sums over one field. */
const without = (cells: readonly Cell[], field: number): Cell[] => {
  const sums = new Map<string, Cell>()
  for (const { values, count } of cells) {
    const rest = values.toSpliced(field, 1)
    const known = sums.get(keyOf(rest))
    if (known) known.count += count
    else sums.set(keyOf(rest), { values: rest, count })
  }
  return [...sums.values()]
}

/** An unknown total needs one unknown part; a known one none, or two that hide each other. */
const isSafe = (totalHidden: boolean, parts: readonly Node[], smallest: number): boolean => {
  const hidden = parts.filter((part) => part.hidden)
  if (totalHidden) return hidden.length > 0
  return hidden.length === 0 || (hidden.length > 1 && hidden.reduce((sum, { count }) => sum + count, 0) >= smallest)
}

/** Hides the smallest parts until the line is safe; how many it took. */
const protect = (totalHidden: boolean, parts: readonly Node[], smallest: number): number => {
  let hid = 0
  for (const part of parts.filter(({ hidden }) => !hidden).sort((a, b) => a.count - b.count)) {
    if (isSafe(totalHidden, parts, smallest)) break
    part.hidden = true
    hid += 1
  }
  return hid
}

/** Cells as they may be shown. `smallest` 1 suppresses nothing. */
export const suppress = (cells: readonly Cell[], smallest: number): Suppressed => {
  const size = cells[0]?.values.length ?? 0
  const sum = cells.reduce((all, { count }) => all + count, 0)
  const total = sum > 0 && sum < smallest ? null : sum
  if (smallest <= 1 || size === 0) return { cells: [...cells], total, withheld: false }
  const withheld: Suppressed = { cells: [], total, withheld: true }

  const nodes = cells.map(({ count }): Node => ({ count, hidden: count < smallest }))
  const lines: { totalHidden: boolean; parts: Node[] }[] = []
  for (let field = 0; field < size; field += 1) {
    const above =
      size === 1 ? { cells: [{ values: [], count: total }], withheld: false } : suppress(without(cells, field), smallest)
    if (above.withheld) return withheld
    const parts = Map.groupBy(nodes.keys(), (n) => keyOf(cells[n]!.values.toSpliced(field, 1)))
    for (const { values, count } of above.cells)
      lines.push({ totalHidden: count === null, parts: (parts.get(keyOf(values)) ?? []).map((n) => nodes[n]!) })
  }
  while (lines.reduce((hid, { totalHidden, parts }) => hid + protect(totalHidden, parts, smallest), 0) > 0);
  if (lines.some(({ totalHidden, parts }) => !isSafe(totalHidden, parts, smallest))) return withheld
  return {
    cells: cells.map(({ values, count }, n) => ({ values, count: nodes[n]!.hidden ? null : count })),
    total,
    withheld: false,
  }
}
