import type { SeriesState } from './state.ts'

export interface FaultChange {
  change: 'stuck' | 'gap' | 'recovered'
  /** which fault recovered */
  kind: 'stuck' | 'gap'
  entity: string
  /** empty: the whole object */
  attribute: string
  type: string
  region: string
  source: string
  /** epoch milliseconds: first reading of the unchanged run, last reading before the silence, or the reading that ended it */
  since: number
  value: number | null
  count: number | null
}

export const faultOf = (
  series: SeriesState,
  change: FaultChange['change'],
  kind: FaultChange['kind'],
  since: number,
  more: { value?: number; count?: number; whole?: boolean } = {},
): FaultChange => ({
  change,
  kind,
  entity: series.entity.id,
  attribute: more.whole ? '' : series.attribute,
  type: series.entity.type.name,
  region: series.entity.region,
  source: series.source.id,
  since,
  value: more.value ?? null,
  count: more.count ?? null,
})
