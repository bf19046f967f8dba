/**
 * The invisible watermark: rows of a file stand in an order that only the export's own key explains. Within each block the
 * rows ascend by a keyed hash of what they show; in any other export of the same rows the same pairs stand as chance has
 * it. A part of the file, or one with rows struck out, still tells; one that was sorted anew does not.
 */
import { createHmac } from 'node:crypto'

/** The texts of a row that the mark hangs on. */
export type Anchor = readonly string[]

export interface Mark {
  rank: (anchor: Anchor) => string
}

export const markOf = (secret: string, exportId: string): Mark => {
  const key = createHmac('sha256', secret).update(`export ${exportId}`).digest()
  return { rank: (anchor) => createHmac('sha256', key).update(anchor.join('\u001f')).digest('hex').slice(0, 16) }
}

/** A block in the order of its export. */
export const marked = <T>(block: readonly T[], mark: Mark, anchorOf: (row: T) => Anchor): T[] =>
  block
    .map((row) => ({ row, rank: mark.rank(anchorOf(row)) }))
    .sort((a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : 0))
    .map(({ row }) => row)

export interface Match {
  /** neighbouring rows that can be told apart */
  pairs: number
  /** of them, those in ascending order: half by chance, nearly all in the true export */
  ascending: number
  /** standard deviations above chance */
  score: number
}

export const matchOf = (rows: readonly Anchor[], mark: Mark): Match => {
  const ranks = rows.map(mark.rank)
  let [pairs, ascending] = [0, 0]
  for (let n = 1; n < ranks.length; n += 1) {
    const [before, after] = [ranks[n - 1] as string, ranks[n] as string]
    if (before === after) continue
    pairs += 1
    if (before < after) ascending += 1
  }
  // neighbours in a shuffled list share a row, which makes runs up more even than coins: variance (n + 1) / 12
  const deviation = Math.sqrt((pairs + 2) / 12)
  return { pairs, ascending, score: pairs === 0 ? 0 : (ascending - pairs / 2) / deviation }
}

/** From this score on an export is named: chance gives it to fewer than one in a thousand million. */
export const SURE = 6

/** The export a copy came from, when one stands out. */
export const trace = <T extends { mark: Mark; anchors: readonly Anchor[] }>(
  candidates: readonly T[],
): (T & { match: Match }) | null => {
  const scored = candidates
    .map((candidate) => ({ ...candidate, match: matchOf(candidate.anchors, candidate.mark) }))
    .sort((a, b) => b.match.score - a.match.score)
  const [best] = scored
  return best && best.match.score >= SURE ? best : null
}
