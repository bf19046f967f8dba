/** Dated rules: loaded from the scenarios at boot, changed by people, asked from memory. */
import { type Actor, AppError, mayIn, type Rule } from '@haihe/contract'
import type { Audit } from '../audit/types.ts'
import { localDate } from '../calendar/index.ts'
import type { Ctx } from '../context.ts'
import { inTransaction } from '../db.ts'
import { applyChange, type RuleChange } from './change.ts'
import { createRuleIndex, type RuleIndex } from './rule-index.ts'
import { listRules, lockRules, replaceScenarioRules, rulesVersion, type StoredRule, saveManualRule } from './store.ts'

/** Another process may change a rule: this often the own copy is compared with the database. */
const CHECK_MS = 5000

export interface Rules extends RuleIndex<StoredRule> {
  /** changes a configurable rule; joins nothing, commits with its audit entry */
  change: (change: RuleChange, actor: Actor, traceId?: string) => Promise<StoredRule>
  /** reads the rules again when the database has newer ones */
  refresh: () => Promise<void>
  start: () => Promise<void>
  stop: () => Promise<void>
}

export interface RulesDeps extends Pick<Ctx, 'db' | 'now' | 'log'> {
  audit: Pick<Audit, 'record'>
  /** true for regions of the city */
  hasRegion: (code: string) => boolean
}

/** Opens the store. `declared`: every rule of every scenario; two with the same id, region and start are an error. */
export const openRules = async (deps: RulesDeps, declared: readonly Rule[]): Promise<Rules> => {
  const { db, now, log, audit, hasRegion } = deps
  const keys = declared.map((rule) => `${rule.id} ${rule.region} ${rule.from}`)
  const twice = keys.find((key, index) => keys.indexOf(key) !== index)
  if (twice) throw new Error(`rule declared twice: ${twice}`)
  await inTransaction(db, async (trx) => {
    await lockRules(trx)
    await replaceScenarioRules(trx, declared, now())
  })
  let version = await rulesVersion(db)
  let index = createRuleIndex(await listRules(db))
  let timer: NodeJS.Timeout | undefined

  const reload = async (): Promise<void> => {
    const latest = await rulesVersion(db)
    if (latest === version) return
    index = createRuleIndex(await listRules(db))
    version = latest
  }
  // one after the other: an older answer must not replace a newer one
  let last: Promise<void> = Promise.resolve()
  const refresh = (): Promise<void> => {
    last = last.catch(() => {}).then(reload)
    return last
  }

  const change = async (input: RuleChange, actor: Actor, traceId?: string): Promise<StoredRule> => {
    if (!hasRegion(input.region)) throw new AppError('UNKNOWN_REGION', { region: input.region })
    if (!mayIn(actor, 'rule.manage', input.region)) throw new AppError('OUT_OF_SCOPE', { region: input.region })
    const at = now()
    await inTransaction(db, async (trx) => {
      await lockRules(trx)
      const stored = createRuleIndex(await listRules(trx))
      const before = stored.find(input.id, input.from, input.region) ?? stored.versions(input.id)[0]
      const after = applyChange(input, before, localDate(at))
      await saveManualRule(trx, after, actor.id, at)
      await audit.record(trx, [
        {
          actor,
          action: 'rule.change',
          subject: `rule:${input.id}`,
          region: input.region,
          basis: input.basis,
          details: { from: after.from, to: after.to, value: after.value, before: before?.value ?? null },
          traceId,
        },
      ])
    })
    await refresh()
    return index.versions(input.id).find((rule) => rule.region === input.region && rule.from === input.from)!
  }

  return {
    find: (id, date, region) => index.find(id, date, region),
    versions: (id) => index.versions(id),
    ids: () => index.ids(),
    all: () => index.all(),
    change,
    refresh,
    start: async () => {
      timer = setInterval(() => refresh().catch((error) => log.warn({ err: error }, 'rules could not be refreshed')), CHECK_MS)
      timer.unref()
    },
    stop: async () => clearInterval(timer),
  }
}
