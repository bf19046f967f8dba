/** Search terms: pairs of neighbouring letters, so that a word of two Chinese letters is found through an index. */

const cleaned = (text: string): string => text.normalize('NFKC').toLowerCase()

/** Runs of letters and digits. */
const runsOf = (text: string): string[] => cleaned(text).match(/[\p{L}\p{N}]+/gu) ?? []

const pairsOf = (run: string): string[] => {
  const letters = [...run]
  return letters.slice(1).map((letter, index) => `${letters[index]}${letter}`)
}

/** Terms a case is found by. */
export const termsOf = (texts: readonly string[]): string[] => [...new Set(texts.flatMap(runsOf).flatMap(pairsOf))].slice(0, 200)

/** Terms a query needs; empty when it is too short to search by (one letter). */
export const queryTerms = (text: string): string[] => [...new Set(runsOf(text).flatMap(pairsOf))].slice(0, 40)

/** Whole words of a query. */
export const queryRuns = (text: string): string[] => [...new Set(runsOf(text))].slice(0, 8)
