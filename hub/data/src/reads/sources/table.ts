/** Rows of a held table. */
import type { Resource } from '@haihe/contract'
import type pg from 'pg'
import * as store from '../rows-store.ts'
import type { RowSource } from './source.ts'

export const tableRows = (pool: pg.Pool, resource: Pick<Resource, 'fields'>, plan: store.RowPlan): RowSource => ({
  page: (after, limit) => store.pageRows(pool, plan, after, limit),
  stream: (size) => store.streamRows(pool, plan, size),
  groups: (names, most) => store.groupRows(pool, { ...plan, fields: store.fieldsNamed(resource, names) }, most),
  count: () => store.countRows(pool, plan),
  keys: (size) => store.streamRows(pool, { ...plan, fields: [] }, size),
  since: (at) => tableRows(pool, resource, store.since(plan, at)),
})
