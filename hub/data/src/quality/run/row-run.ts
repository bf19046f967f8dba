/** Counts of the rules on single rows, kept up to date: only rows that changed are looked at. */
import { createHash } from 'node:crypto'
import type { QualityRule, Resource } from '@haihe/contract'
import { localDate, type Trx } from '@haihe/kernel'
import { agesIn, agesOut, compileRow, type RowCheck, type RowScope, type Verdict } from '../row/compile.ts'
import type { Row } from '../row/values.ts'
import type { Count } from '../score.ts'
import { Unfit } from '../unfit.ts'
import * as store from './row-store.ts'

export interface RowRule extends QualityRule {
  check: RowCheck
}

/** A load may commit this long after the newest row it wrote; what comes later still is found by the next full check. */
const OVERLAP = 3_600_000

interface Tallies {
  checked: number[]
  failed: number[]
}

const add = (tallies: Tallies, times: number, total: number, failed: readonly number[], skipped: readonly number[]): void => {
  for (let n = 0; n < total; n += 1) tallies.checked[n]! += times
  for (const n of skipped) tallies.checked[n]! -= times
  for (const n of failed) tallies.failed[n]! += times
}

/** What a row comes to: numbers of the rules it fails, and of those that do not apply. */
export const judge = (checks: readonly ((row: Row) => Verdict)[], row: Row): { failed: number[]; skipped: number[] } => {
  const failed: number[] = []
  const skipped: number[] = []
  checks.forEach((check, n) => {
    const verdict = check(row)
    if (verdict === null) skipped.push(n)
    else if (!verdict) failed.push(n)
  })
  return { failed, skipped }
}

interface RowRun {
  trx: Trx
  resource: Resource
  /** quoted name of the held table */
  table: string
  rules: readonly RowRule[]
  scope: RowScope
  /** looks at every row instead of those written lately */
  full: boolean
  /** counts of the last check, with its time */
  before: ReadonlyMap<string, Count & { at: Date }>
  now: Date
}

interface RowResult {
  counts: Count[]
  rows: number
  /** rows that were looked at, and rows that had gone */
  judged: number
  gone: number
}

export const runRows = async (run: RowRun): Promise<RowResult> => {
  const { trx, resource, table, scope, now } = run
  const problems: Count[] = []
  const fitting = run.rules
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .flatMap((rule) => {
      try {
        return [{ rule, check: compileRow(rule.check, scope) }]
      } catch (error) {
        if (!(error instanceof Unfit)) throw error
        problems.push({ rule: rule.id, checked: 0, failed: 0, problem: error.message })
        return []
      }
    })
  const names = new Set(fitting.flatMap(({ rule }) => rule.check.fields as readonly string[]))
  const columns = resource.fields.filter(({ name }) => names.has(name)).map(({ name, type }) => ({ name, date: type === 'date' }))
  const ids = fitting.map(({ rule }) => rule.id)
  const checks = fitting.map(({ check }) => check)
  const ruleset = createHash('sha256')
    .update(
      JSON.stringify([
        resource.keys,
        resource.region,
        columns.map(({ name }) => resource.fields.find((field) => field.name === name)?.type),
        fitting.map(({ rule }) => [rule.id, rule.check]),
        fitting.some(({ rule }) => agesOut(rule.check)) ? scope.today : '',
      ]),
    )
    .digest('hex')

  const state = await store.findState(trx, resource.id)
  const kept = state?.ruleset === ruleset && ids.every((id) => run.before.has(id))
  if (!kept) await store.forgetRows(trx, resource.id)
  const full = run.full || !kept || !state?.mark
  const tallies: Tallies = {
    checked: ids.map((id) => (kept ? (run.before.get(id)?.checked ?? 0) : 0)),
    failed: ids.map((id) => (kept ? (run.before.get(id)?.failed ?? 0) : 0)),
  }
  let rows = kept ? state.rows : 0
  let judged = 0

  const take = async (chunk: readonly store.HeldRow[]): Promise<void> => {
    const findings = chunk.map((row) => {
      const found = judge(checks, row)
      if (row._known) add(tallies, -1, ids.length, row._failed ?? [], row._skipped ?? [])
      else rows += 1
      add(tallies, 1, ids.length, found.failed, found.skipped)
      return { key: row._key, version: row._version, ...found }
    })
    await store.saveFindings(trx, resource.id, findings)
    judged += chunk.length
  }

  const wanted = { resource: resource.id, table, columns, failedBefore: false }
  const since = full || !state?.mark ? null : new Date(state.mark.getTime() - OVERLAP)
  for await (const chunk of store.changedRows(trx, { ...wanted, since })) await take(chunk)
  // a date that lay ahead yesterday may be today's
  const ageing = fitting.filter(({ rule }) => agesIn(rule.check)).map(({ rule }) => run.before.get(rule.id)?.at)
  if (kept && ageing.some((at) => at && localDate(at) !== scope.today))
    for await (const chunk of store.changedRows(trx, { ...wanted, since: null, failedBefore: true })) await take(chunk)

  const held = await store.heldRows(trx, table)
  let gone = 0
  const countOut = async (): Promise<void> => {
    for (const { failed, skipped, n } of await store.dropGone(trx, resource.id, table)) {
      add(tallies, -n, ids.length, failed, skipped)
      gone += n
    }
    rows -= gone
  }
  if (full || rows !== held.n) await countOut()
  // fewer known than held: rows written with an old _at, which the next look at all of them finds
  if (rows !== held.n) for await (const chunk of store.changedRows(trx, { ...wanted, since: null })) await take(chunk)
  await store.saveState(trx, resource.id, {
    ruleset,
    rowRules: ids,
    mark: held.newest,
    rows,
    fullAt: full ? now : (state?.fullAt ?? null),
  })
  const counts = ids.map((rule, n) => ({ rule, checked: tallies.checked[n]!, failed: tallies.failed[n]!, problem: null }))
  return { counts: [...counts, ...problems], rows, judged, gone }
}
