/** Samples of rows that fail a rule. Protected values are never shown, whoever asks: this is no way to read them. */
import {
  type Actor,
  holdsFor,
  isProtectedField,
  type QualityRule,
  type QualitySamples,
  type Resource,
  type ResourceField,
} from '@haihe/contract'
import type { Db } from '@haihe/kernel'
import type { Catalogue, Held } from '../../platform/ports.ts'
import { openFaults } from '../fact/sensed-store.ts'
import { isRowCheck } from '../row/compile.ts'
import { limitStatements } from '../run/guard-store.ts'
import { findState } from '../run/row-store.ts'
import { failingKeys, isSetCheck, setSql } from '../set/set-store.ts'
import { rowSamples, type SampleRow, setSamples } from './sample-store.ts'
import { shapeOf } from './shape.ts'

const MOST = 20
/** seconds */
const LONGEST_LOOK = 20

export interface SampleServices {
  db: Db
  held: Held
  catalogue: Pick<Catalogue, 'find'>
}

/** Public fields are clear to all; others that are not protected, to those who manage the resource's quality. */
const isClear = (field: ResourceField, manages: boolean): boolean =>
  !isProtectedField(field) && (field.classification.grade === 1 || manages)

const shown = (value: unknown): string | number | boolean | null => {
  if (value instanceof Date) return value.toISOString()
  if (value === null || value === undefined) return null
  if (typeof value === 'object') return JSON.stringify(value).slice(0, 200)
  return typeof value === 'string' ? value.slice(0, 200) : (value as number | boolean)
}

const viewOf = (row: SampleRow, fields: readonly ResourceField[], manages: boolean): QualitySamples['rows'][number] => ({
  run: row._run,
  line: row._line,
  at: row._at?.toISOString() ?? null,
  region: row._region,
  values: fields.map((field) => {
    const clear = isClear(field, manages)
    const value = row[field.name]
    return { field: field.name, title: field.title, value: clear ? shown(value) : shapeOf(value), masked: !clear }
  }),
})

const rowsOf = async (services: SampleServices, resource: Resource, rule: QualityRule, fields: readonly ResourceField[]) => {
  const { db, held, catalogue } = services
  const { check } = rule
  const query = {
    table: held.table(resource),
    columns: fields.map(({ name, type }) => ({ name, date: type === 'date' })),
    most: MOST,
  }
  if (isRowCheck(check)) {
    const n = (await findState(db, resource.id))?.rowRules.indexOf(rule.id) ?? -1
    return n < 0 ? [] : rowSamples(db, query, resource.id, n)
  }
  if (!isSetCheck(check)) return []
  const other = 'resource' in check.parameters ? await catalogue.find(check.parameters.resource) : undefined
  const failing = failingKeys(setSql(check, { resource, table: held.table, other }))
  return db.transaction().execute(async (trx) => {
    await limitStatements(trx, LONGEST_LOOK)
    return setSamples(trx, query, failing)
  })
}

const faultsOf = async (db: Db, resource: Resource, kind: 'stuck' | 'gap'): Promise<QualitySamples['rows']> =>
  (await openFaults(db, resource.target ?? '', resource.region, kind, MOST)).map((fault) => ({
    run: null,
    line: null,
    at: fault.since.toISOString(),
    region: fault.region,
    values: [
      { field: 'entity', title: '城市对象', value: fault.entity, masked: false },
      { field: 'attribute', title: '属性', value: fault.attribute, masked: false },
    ],
  }))

export const samplesOf = async (
  services: SampleServices,
  actor: Actor,
  resource: Resource,
  rule: QualityRule,
  failed: number | null,
): Promise<QualitySamples> => {
  const { check } = rule
  if (check.kind === 'sensor-stuck' || check.kind === 'sensor-gap')
    return { rule: rule.id, failed, rows: await faultsOf(services.db, resource, check.kind === 'sensor-gap' ? 'gap' : 'stuck') }
  if (resource.kind !== 'table' || failed === null || failed === 0) return { rule: rule.id, failed, rows: [] }
  await services.held.ensure(resource)
  const names = new Set<string>([...(check.fields as readonly string[]), ...resource.keys])
  const fields = resource.fields.filter(({ name }) => names.has(name))
  const manages = holdsFor(actor, 'quality.manage', resource)
  const found = await rowsOf(services, resource, rule, fields)
  return { rule: rule.id, failed, rows: found.map((row) => viewOf(row, fields, manages)) }
}
