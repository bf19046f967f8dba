/** One check of one resource: counts from one snapshot, then the score, its limits and who is told. */
import { AppError, isServed, type QualityRule, type Resource } from '@haihe/contract'
import { type Ctx, inTransaction, localDate, type Outbox, type RegionIndex, type Trx } from '@haihe/kernel'
import type { Catalogue, Held, PlatformEvents } from '../../platform/ports.ts'
import { type Availability, checkFact, isFactCheck } from '../fact/fact.ts'
import { silentObjects } from '../fact/sensed-store.ts'
import { type FindRule, limitsAt, weightsAt } from '../limits.ts'
import { isRowCheck } from '../row/compile.ts'
import { inForce, rulesOf } from '../rules/rules.ts'
import { type Count, scoreOf } from '../score.ts'
import { countSet, isSetCheck, setSql } from '../set/set-store.ts'
import { Unfit } from '../unfit.ts'
import * as scores from './count-store.ts'
import { beginSavepoint, limitStatements, releaseSavepoint, rollbackSavepoint } from './guard-store.ts'
import { type RowRule, runRows } from './row-run.ts'
import { tryLock } from './row-store.ts'

export interface CheckServices {
  ctx: Pick<Ctx, 'db' | 'now' | 'log' | 'city'>
  catalogue: Pick<Catalogue, 'find' | 'note'>
  held: Held
  outbox: Pick<Outbox, 'publish'>
  regions: Pick<RegionIndex, 'find'>
  rule: FindRule
  availability: Availability
}

/** Another process checks the resource at this moment. */
export class Busy extends Error {}

export interface Checked {
  score: number | null
  rows: number
  judged: number
  gone: number
}

/** seconds; a rule that joins everything with everything must not hold the database */
const LONGEST_RULE = 300

const message = (error: unknown): string => (error instanceof Error ? error.message : String(error)).slice(0, 500)
const code = (error: unknown): string => (error as { code?: string } | null)?.code ?? ''

const countOne = async (
  trx: Trx,
  services: CheckServices,
  resource: Resource,
  rule: QualityRule,
  rows: number,
): Promise<Count> => {
  const { check } = rule
  const { catalogue, held, ctx, availability } = services
  // a rule that the database refuses must not take the others with it
  await beginSavepoint(trx)
  try {
    const tally = isFactCheck(check)
      ? await checkFact(check, { db: trx, resource, rows, now: ctx.now(), availability })
      : isSetCheck(check)
        ? await (async () => {
            const other = 'resource' in check.parameters ? await catalogue.find(check.parameters.resource) : undefined
            if (other) await held.ensure(other)
            return countSet(trx, setSql(check, { resource, table: held.table, other }))
          })()
        : { checked: 0, failed: 0 }
    await releaseSavepoint(trx)
    return { rule: rule.id, checked: tally.checked, failed: tally.failed, problem: null }
  } catch (error) {
    if (code(error) === '40001') throw error
    await rollbackSavepoint(trx)
    if (!(error instanceof Unfit))
      services.ctx.log.warn({ err: error, rule: rule.id, resource: resource.id }, 'quality rule failed')
    return {
      rule: rule.id,
      checked: 0,
      failed: 0,
      problem: error instanceof Unfit ? error.message : `无法检查：${message(error)}`,
    }
  }
}

/** Rows of a resource without a table: the objects of its type. */
const objects = async (trx: Trx, { kind, target, region, rows }: Resource): Promise<number> =>
  kind === 'entities' ? (await silentObjects(trx, target ?? '', region)).checked : rows

const count = async (trx: Trx, services: CheckServices, resource: Resource, rules: readonly QualityRule[], full: boolean) => {
  const { ctx, held, regions } = services
  if (!(await tryLock(trx, resource.no))) throw new Busy(resource.id)
  const before = new Map((await scores.listCounts(trx, resource.id)).map((one) => [one.rule, one]))
  const now = ctx.now()
  const rowRules = rules.filter((rule): rule is RowRule => isRowCheck(rule.check))
  const ran =
    resource.kind === 'table'
      ? await runRows({
          trx,
          resource,
          table: held.table(resource),
          rules: rowRules,
          scope: {
            resource,
            today: localDate(now),
            city: ctx.city.code,
            hasRegion: (region) => regions.find(region) !== undefined,
          },
          full,
          before,
          now,
        })
      : { counts: [], rows: await objects(trx, resource), judged: 0, gone: 0 }
  const counts = [...ran.counts]
  await limitStatements(trx, LONGEST_RULE)
  for (const rule of rules) {
    if (isRowCheck(rule.check)) continue
    if (isSetCheck(rule.check) && resource.kind !== 'table') continue
    counts.push(await countOne(trx, services, resource, rule, ran.rows))
  }
  await scores.saveCounts(trx, resource.id, counts, now)
  return { ...ran, counts }
}

/** Below which limit a score lies. */
const belowOf = (score: number, limits: { rectify: number; stop: number }): 'rectify' | 'stop' | null =>
  score < limits.stop ? 'stop' : score < limits.rectify ? 'rectify' : null

const RANK = { none: 0, rectify: 1, stop: 2 } as const

const settle = async (
  services: CheckServices,
  resource: Resource,
  rules: readonly QualityRule[],
  found: { counts: readonly Count[]; rows: number },
): Promise<number | null> => {
  const { ctx, catalogue, outbox, rule } = services
  const at = ctx.now()
  const day = localDate(at)
  const weights = weightsAt(rule, day, resource.region)
  const limits = limitsAt(rule, day, resource.region)
  if (!weights || !limits) throw new AppError('RULE_MISSING', { detail: '没有生效的数据质量权重或分数线' })
  const { score, dimensions, worst } = scoreOf(rules, new Map(found.counts.map((one) => [one.rule, one])), weights)
  if (score === null) return null
  await inTransaction(ctx.db, async (trx) => {
    const before = await scores.lockScore(trx, resource.id)
    const below = belowOf(score, limits)
    const was = before?.below ?? null
    await scores.saveScore(trx, {
      resource: resource.id,
      owner: resource.owner,
      score,
      dimensions,
      below,
      rows: found.rows,
      day,
      at,
    })
    await catalogue.note(trx, resource.id, { quality: score, stopped: below === 'stop' })
    const tell = <T extends 'quality.scored' | 'quality.below'>(topic: T, payload: PlatformEvents[T]) => ({
      topic,
      key: resource.id,
      region: resource.region,
      payload,
    })
    const crossed = (['rectify', 'stop'] as const).filter(
      (limit) => RANK[limit] <= RANK[below ?? 'none'] && RANK[limit] > RANK[was ?? 'none'],
    )
    await outbox.publish(trx, [
      tell('quality.scored', { resource: resource.id, score, before: before?.score ?? null }),
      ...crossed.map((limit) => tell('quality.below', { resource: resource.id, score, limit, worst })),
    ])
  })
  return score
}

/** Checks a resource and scores it. Throws Busy when another process does. A table that never had rows has no score. */
export const checkResource = async (services: CheckServices, id: string, full: boolean): Promise<Checked | undefined> => {
  const { ctx, catalogue, held } = services
  const resource = await catalogue.find(id)
  if (!resource || !isServed(resource)) return undefined
  if (resource.kind === 'table') await held.ensure(resource)
  const rules = inForce(await rulesOf(ctx.db, resource), localDate(ctx.now()))
  const attempt = () =>
    ctx.db
      .transaction()
      .setIsolationLevel('repeatable read')
      .execute((trx) => count(trx, services, resource, rules, full))
  const found = await attempt().catch((error: unknown) => {
    // a check that ended while this one began
    if (code(error) === '40001') return attempt()
    throw error
  })
  const unloaded = resource.kind === 'table' && found.rows === 0 && resource.loadedAt === null
  const score = unloaded ? null : await settle(services, resource, rules, found)
  return { score, rows: found.rows, judged: found.judged, gone: found.gone }
}
