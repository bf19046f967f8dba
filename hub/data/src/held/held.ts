/** Makes and extends the tables of resources of kind 'table' from their published fields. */
import { AppError, type Resource } from '@haihe/contract'
import { type Ctx, inTransaction, type Trx } from '@haihe/kernel'
import type { Held } from '../platform/ports.ts'
import { COLUMN_TYPES, heldTable, keySql, SYSTEM_COLUMNS } from './columns.ts'
import * as store from './held-store.ts'

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const retype = async (trx: Trx, no: number, name: string, type: string): Promise<void> => {
  try {
    await store.retypeColumn(trx, no, { name, type })
  } catch (error) {
    throw new AppError('CONFLICT', { detail: `字段 ${name} 已有的值不能改为新的类型：${message(error).slice(0, 200)}` })
  }
}

const setKeys = async (trx: Trx, resource: Resource, before: string | undefined): Promise<void> => {
  const keys = resource.keys.join(',')
  if (before === keys) return
  const fields = resource.keys.flatMap((name) => resource.fields.find((field) => field.name === name) ?? [])
  if (before !== undefined)
    try {
      await store.rekey(trx, resource.no, keySql(fields))
    } catch (error) {
      throw new AppError('CONFLICT', { detail: `已有的行按新的主键不能区分：${message(error).slice(0, 200)}` })
    }
  await store.noteKeys(trx, resource.no, keys)
}

const fit = async (trx: Trx, resource: Resource): Promise<void> => {
  const { no, fields } = resource
  await store.lockTable(trx, no)
  const wanted = fields.map(({ name, type }) => ({ name, type: COLUMN_TYPES[type] }))
  const present = new Map((await store.tableColumns(trx, no)).map(({ name, type }) => [name, type]))
  if (present.size === 0) {
    await store.createTable(trx, no, wanted, `${resource.code} ${resource.title}`)
    return setKeys(trx, resource, undefined)
  }
  const before = await store.keysOf(trx, no)
  for (const column of wanted) {
    const type = present.get(column.name)
    if (type === undefined) await store.addColumn(trx, no, column)
    else if (type !== column.type) await retype(trx, no, column.name, column.type)
  }
  await setKeys(trx, resource, before)
  const known = new Set([...Object.keys(SYSTEM_COLUMNS), ...wanted.map(({ name }) => name)])
  for (const name of present.keys())
    if (!known.has(name) && !(await store.hasValues(trx, no, name))) await store.dropColumn(trx, no, name)
}

export const createHeld = (ctx: Pick<Ctx, 'db'>): Held => {
  // what the table was last fitted to; a table that fits is not looked at again
  const fitted = new Map<number, string>()
  return {
    table: heldTable,
    async ensure(resource) {
      if (resource.kind !== 'table') return
      const shape = JSON.stringify([resource.keys, resource.fields.map(({ name, type }) => [name, type])])
      if (fitted.get(resource.no) === shape) return
      await inTransaction(ctx.db, (trx) => fit(trx, resource))
      fitted.set(resource.no, shape)
    },
  }
}
