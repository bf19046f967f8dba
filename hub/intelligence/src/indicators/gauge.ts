/**
 * Gauges: an object counts with its latest reading from the time of that reading until the next one, or until it has
 * been silent for too long. Kept as differences, so a late reading only adds more differences.
 */
export interface Point {
  at: number
  value: number
}

/**
 * Takes one difference: at `at` an object enters with `value` (count 1), or leaves with it (count -1, value negated).
 * `fresh` marks the one difference that is the new reading itself.
 */
type Emit = (at: number, value: number, count: 1 | -1, fresh: boolean) => void

/** When `point` stops counting: at the next reading, or when it is forgotten. */
const endOf = (point: Point, next: Point | undefined, forget: number | null): number =>
  Math.min(next?.at ?? Infinity, forget === null ? Infinity : point.at + forget)

/** The differences that one new reading makes between its neighbours in time. */
export const insertPoint = (
  previous: Point | undefined,
  added: Point,
  next: Point | undefined,
  forget: number | null,
  emit: Emit,
): void => {
  if (previous) {
    const before = endOf(previous, next, forget)
    const after = endOf(previous, added, forget)
    if (before !== after) {
      if (before !== Infinity) emit(before, previous.value, 1, false)
      emit(after, -previous.value, -1, false)
    }
  }
  emit(added.at, added.value, 1, true)
  const end = endOf(added, next, forget)
  if (end !== Infinity) emit(end, -added.value, -1, false)
}

/**
 * The differences that new readings of one series make. `known` are the stored readings around them, oldest first: at
 * least the one before the first, all between, and the one after the last. No time occurs twice.
 */
export const insertPoints = (known: readonly Point[], added: readonly Point[], forget: number | null, emit: Emit): void => {
  const line = [...known]
  for (const point of added.toSorted((a, b) => a.at - b.at)) {
    let index = line.length
    while (index > 0 && line[index - 1]!.at > point.at) index -= 1
    insertPoint(line[index - 1], point, line[index], forget, emit)
    line.splice(index, 0, point)
  }
}
