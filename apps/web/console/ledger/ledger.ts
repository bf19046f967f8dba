/** What the screens know of the ledger. Pure. */
import type { LedgerPage, LedgerRow } from '@haihe/contract'
import type { Query } from '../../ui/api.ts'
import type { LedgerSearch } from './section.ts'

/** The steps every need goes through, in order; the others are ways out and back. */
export const WAY = ['toReview', 'toConfirm', 'confirmed', 'catalogued', 'connected', 'authorised', 'used', 'rated'] as const

/** Dates of a row in the order in which they come. */
export const MARKS = ['stated', 'reviewed', 'confirmed', 'catalogued', 'connected', 'authorised', 'used', 'rated'] as const
export type Mark = (typeof MARKS)[number]

export type Step = LedgerPage['steps'][number]

/** The way itself always, side steps only when something stands there or one looks at them. */
export const stepsShown = (steps: readonly Step[], chosen: string | undefined): { way: Step[]; aside: Step[] } => {
  const onWay = new Set<string>(WAY)
  const way = WAY.flatMap((id) => steps.filter(({ step }) => step === id))
  const aside = steps.filter(({ step, count }) => !onWay.has(step) && (count > 0 || step === chosen))
  return { way, aside }
}

/** The question to the server: `mine` names the caller's unit on the side it stands. */
export const queryOf = (search: LedgerSearch, unit: string | undefined): Query => ({
  state: search.state,
  asker: search.mine === 'asked' ? unit : search.asker,
  owner: search.mine === 'owned' ? unit : search.owner,
  kind: search.kind,
  resource: search.resource,
  late: search.late === 'yes' ? true : undefined,
  open: search.going === 'yes' ? true : undefined,
  q: search.q,
})

/** A place in the timeline: passed with its day, the one it stands at, or still to come. */
export interface DatePoint {
  mark: Mark
  /** null also where a step was skipped, because what it asks for was there already */
  at: string | null
  state: 'past' | 'here' | 'ahead'
}

export const datePoints = ({ dates, open, state }: Pick<LedgerRow, 'dates' | 'open' | 'state'>): DatePoint[] => {
  const last = Math.max(
    MARKS.findLastIndex((mark) => dates[mark] !== null),
    MARKS.indexOf(state as Mark),
  )
  return MARKS.map((mark, index) => ({
    mark,
    at: dates[mark],
    state: index < last || (index === last && !open) ? 'past' : index === last ? 'here' : 'ahead',
  }))
}

/** Names separated by commas, as the case's form keeps them. */
export const namesOf = (text: unknown): string[] => (typeof text === 'string' ? text.split(/[\s,，、;；]+/u).filter(Boolean) : [])

/** Lines and commas of free words, each once: «号牌，车型» */
export const wantedOf = (text: string): string[] => [
  ...new Set(
    text
      .split(/[\n,，、;；]+/u)
      .map((word) => word.trim())
      .filter(Boolean),
  ),
]
