import type pg from 'pg'
import type { NgsiServices } from '../http/services.ts'
import type { Past } from './past.ts'

export interface TemporalServices extends NgsiServices {
  pool: pg.Pool
  past: Past
}
