import type pg from 'pg'
import type { NgsiServices } from '../http/services.ts'
import type { Past } from './past.ts'
import type { PastSearch } from './past-search.ts'

export interface TemporalServices extends NgsiServices {
  pool: pg.Pool
  past: Past
  pastSearch: PastSearch
}
