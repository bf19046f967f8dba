/** Reports and actions that arrive at the same time are read and committed together; each succeeds or fails by itself. */
import type { Writer } from '../writer.ts'
import { findCases, nextNumbers } from './batch-store.ts'
import type { CaseRow } from './case-store.ts'
import { type Acted, groupSteps } from './commit.ts'
import type { Engine } from './engine.ts'
import { together } from './together.ts'

export interface Grouped extends Acted {
  /** writes this one alone: what is done when the group fails, so that each gets its own answer */
  alone: () => Promise<void>
}

/** While one group is committed the next is made. */
const LANES = 2
const MOST = 40

/** Reads cases by id. A read that is asked for is sent afterwards, never shared with one under way. */
export const readTogether = (writer: Pick<Writer, 'pool'>): ((district: string, id: string) => Promise<CaseRow | undefined>) => {
  const read = together<{ district: string; id: string }, CaseRow | undefined>({
    lanes: LANES,
    most: MOST,
    async work(group) {
      const found = await findCases(writer.pool, group)
      return group.map(({ id }) => found.get(id))
    },
  })
  return (district, id) => read({ district, id })
}

/** Numbers for new cases; who asks at the same time asks once. */
export const numberTogether = (writer: Pick<Writer, 'pool'>): (() => Promise<number>) => {
  const ask = together<undefined, number>({
    lanes: LANES,
    most: MOST,
    work: (group) => nextNumbers(writer.pool, group.length),
  })
  return () => ask(undefined)
}

/** Commits drafts. Throws what the draft alone would throw. */
export const writeTogether = (engine: () => Engine): ((one: Grouped) => Promise<void>) => {
  const eachAlone = (group: readonly Grouped[]): Promise<{ error?: unknown }[]> =>
    Promise.all(
      group.map(({ alone }) =>
        alone().then(
          () => ({}),
          (error: unknown) => ({ error }),
        ),
      ),
    )
  const write = together<Grouped, { error?: unknown }>({
    lanes: LANES,
    most: MOST,
    idOf: ({ subject }) => subject.id,
    async work(group) {
      if (group.length === 1) return eachAlone(group)
      try {
        await engine().writer.transact((connection) => groupSteps(engine(), connection, group))
        return group.map(() => ({}))
      } catch {
        // each is told its own reason; what was written after all, by an answer that got lost, is a CONFLICT and never twice
        return eachAlone(group)
      }
    },
  })
  return async (one) => {
    const outcome = await write(one)
    if ('error' in outcome) throw outcome.error
  }
}
