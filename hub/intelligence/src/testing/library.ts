/** A made-up domain for the tests of this floor: shelves and desks of libraries in the city 99. */
import type { IndicatorInput } from '@haihe/contract'
import type { Reading } from '@haihe/data/ingest/types'

const text = (word: string) => ({ zh: word, en: word })

const declare = (id: string, rest: Pick<IndicatorInput, 'aggregate' | 'source'> & Partial<IndicatorInput>): IndicatorInput => ({
  id,
  title: text(id),
  description: text(id),
  domain: 'library',
  unit: '册',
  precision: 2,
  direction: 0,
  windows: ['minute', 'hour', 'day', 'month'],
  shown: 'hour',
  formula: text(id),
  rules: [],
  owner: 'library',
  staleAfter: 600,
  ...rest,
})

const loans = { entityType: 'Desk', attribute: 'loans' }
const books = { entityType: 'Shelf', attribute: 'books' }

export const LIBRARY: IndicatorInput[] = [
  declare('loans.mean', { aggregate: 'mean', source: loans }),
  declare('loans.sum', { aggregate: 'sum', source: loans, finest: 'community' }),
  declare('loans.min', { aggregate: 'min', source: loans }),
  declare('loans.max', { aggregate: 'max', source: loans, shown: 'day' }),
  declare('loans.count', { aggregate: 'count', source: loans, windows: ['hour', 'day'] }),
  declare('loans.last', { aggregate: 'last', source: loans, shown: 'minute' }),
  declare('loans.ratio', { aggregate: 'ratio', source: { ...loans, weightAttribute: 'readers' } }),
  declare('books.sum', { aggregate: 'sumOfLast', source: books }),
  declare('books.kept', { aggregate: 'sumOfLast', source: books, forgetAfter: null, shown: 'day' }),
  declare('books.mean', { aggregate: 'meanOfLast', source: books, forgetAfter: 3000, shown: 'minute' }),
  declare('books.time', { aggregate: 'timeMean', source: books, forgetAfter: 5000 }),
  declare('books.share', { aggregate: 'ratioOfLast', source: { ...books, weightAttribute: 'places' }, finest: 'district' }),
  declare('books.turnover', {
    aggregate: 'perDay',
    source: { entityType: 'Shelf', attribute: 'taken', weightAttribute: 'places' },
    shown: 'day',
  }),
  declare('visits', { aggregate: 'count', source: { event: 'visit' } }),
  declare('inside', { aggregate: 'sumOfLast', source: { event: 'door' }, finest: 'community' }),
]

export interface RawReading {
  entity: string
  type: string
  attribute: string
  region: string
  at: number
  value: number
}

export const SERIES = new Map<string, number>()

/** A reading as the pipeline hands it to sinks. */
export const readingOf = (raw: RawReading, extra: Partial<Reading> = {}): Reading => {
  const key = `${raw.entity}|${raw.attribute}`
  if (!SERIES.has(key)) SERIES.set(key, SERIES.size + 1)
  return {
    ...raw,
    series: SERIES.get(key)!,
    source: 'test',
    provenance: 'simulated',
    newest: false,
    latestOf: () => 10,
    ...extra,
  }
}
