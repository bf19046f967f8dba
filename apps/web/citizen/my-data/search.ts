/** The address of 我的数据 is its state. */
export const TABS = ['reads', 'records', 'objections'] as const
export type MyDataTab = (typeof TABS)[number]

export const SPANS = ['30', '365', 'all'] as const
export type Span = (typeof SPANS)[number]

export interface MyDataSearch {
  tab?: MyDataTab
  unit?: string
  span?: Span
}

const oneOf = <T extends string>(all: readonly T[], value: unknown): T | undefined => all.find((one) => one === String(value))

export const myDataSearch = (search: Record<string, unknown>): MyDataSearch => {
  const tab = oneOf(TABS, search.tab)
  const span = oneOf(SPANS, search.span)
  const unit = typeof search.unit === 'string' && search.unit !== '' ? search.unit : undefined
  return { ...(tab ? { tab } : {}), ...(unit ? { unit } : {}), ...(span ? { span } : {}) }
}

const DAY = 86_400_000

/** From when on; whole hours, so that the same question has the same answer for a while. */
export const spanFrom = (span: Span | undefined, now: number): string | undefined => {
  if (span === undefined || span === 'all') return undefined
  return new Date(Math.floor((now - Number(span) * DAY) / 3_600_000) * 3_600_000).toISOString()
}

/** A value of a record as people read it. */
export const recordText = (value: unknown): string => {
  if (value === null || value === undefined || value === '') return '—'
  if (typeof value === 'boolean') return value ? '✓' : '✗'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
