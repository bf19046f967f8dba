/** Notices that open by themselves, one open per resource: quality below the limit, update overdue; and people's objections. */
import { lockLinked } from '@haihe/business/cases/link-store'
import { actBySystem, openBySystem } from '@haihe/business/cases/system'
import type { CaseReport, Resource } from '@haihe/contract'
import type { PlatformEvents } from '@haihe/data/platform/ports'
import { limitsAt } from '@haihe/data/quality/limits'
import type { Trx } from '@haihe/kernel'
import { localDate } from '@haihe/kernel/calendar/index'
import { EXPIRY_KIND, OBJECTION_KIND, OVERDUE_KIND, RECTIFICATION_KIND } from '../case-types/categories.ts'
import { EXPIRY } from '../case-types/expiry.ts'
import { OBJECTION } from '../case-types/objection.ts'
import { OVERDUE } from '../case-types/overdue.ts'
import { RECTIFICATION } from '../case-types/rectification.ts'
import { readLink, tellSubject } from './objections.ts'
import { tellRectification } from './rectifications.ts'
import type { Ledger } from './services.ts'

const report = (type: string, category: string, title: string, description: string, resource: Resource): CaseReport => ({
  type,
  category,
  title: title.slice(0, 60),
  description: description.slice(0, 2000),
  place: { lon: 0, lat: 0, crs: 'EPSG:4490', address: resource.code },
  attachments: [],
  urgency: 'normal',
})

const openOf = (trx: Trx, type: string, resource: string) => lockLinked(trx, { kind: 'resource', target: resource }, [type], true)

export const onBelow = async (
  ledger: Ledger,
  trx: Trx,
  resource: Resource,
  { score, limit, worst }: PlatformEvents['quality.below'],
): Promise<void> => {
  const stopped = limit === 'stop'
  const known = await openOf(trx, RECTIFICATION, resource.id)
  if (known.length > 0) {
    if (stopped)
      for (const row of known) await actBySystem(ledger.engine, trx, row, [{ action: 'worsen', note: `质量分 ${score}` }])
    return
  }
  const opened = await openBySystem(ledger.engine, trx, {
    source: 'quality',
    region: resource.region,
    known: {
      unit: resource.owner,
      links: { resource: resource.id },
      ...(stopped ? { flags: { stopped, supervised: true } } : {}),
    },
    data: { quality: { resource: resource.id, code: resource.code, score, limit, worst } },
    report: report(
      RECTIFICATION,
      RECTIFICATION_KIND,
      `「${resource.title}」质量分 ${score}`,
      `质量分 ${score}，低于${stopped ? '停止挂牌线' : '整改线'}；最弱维度：${worst}。`,
      resource,
    ),
  })
  await tellRectification(ledger, trx, { ...opened, region: resource.region, resource: resource.id, state: 'open' })
}

/** A score at or above the limit ends the rectification; below it, the case is told again to whoever shows the score. */
export const onScored = async (
  ledger: Ledger,
  trx: Trx,
  resource: Resource,
  { score }: PlatformEvents['quality.scored'],
): Promise<void> => {
  const limits = limitsAt(ledger.rule, localDate(ledger.ctx.now()), resource.region)
  if (!limits) return
  for (const row of await openOf(trx, RECTIFICATION, resource.id))
    if (score < limits.rectify) await tellRectification(ledger, trx, { ...row, resource: resource.id, state: 'open' })
    else await actBySystem(ledger.engine, trx, row, [{ action: 'recover', note: `质量分 ${score}` }])
}

export const onOverdue = async (
  ledger: Ledger,
  trx: Trx,
  resource: Resource,
  { since }: PlatformEvents['catalogue.overdue'],
): Promise<void> => {
  if ((await openOf(trx, OVERDUE, resource.id)).length > 0) return
  await openBySystem(ledger.engine, trx, {
    source: 'watch',
    region: resource.region,
    known: { unit: resource.owner, links: { resource: resource.id } },
    data: { overdue: { resource: resource.id, code: resource.code, since } },
    report: report(
      OVERDUE,
      OVERDUE_KIND,
      `「${resource.title}」更新超期`,
      `自 ${localDate(new Date(since))} 起未按更新周期更新。`,
      resource,
    ),
  })
}

export const onUpdated = async (
  ledger: Ledger,
  trx: Trx,
  { resource, rows }: PlatformEvents['resource.loaded'],
): Promise<void> => {
  if (rows === 0) return
  for (const row of await openOf(trx, OVERDUE, resource))
    await actBySystem(ledger.engine, trx, row, [{ action: 'update', note: `更新 ${rows} 行` }])
}

/** One notice per grant; the holder is asked, the owner answers. */
export const onExpiring = async (
  ledger: Ledger,
  trx: Trx,
  resource: Resource,
  { grant: id, grantee, until }: PlatformEvents['grant.expiring'],
): Promise<void> => {
  if ((await lockLinked(trx, { kind: 'grant', target: id }, [EXPIRY], true)).length > 0) return
  const last = localDate(new Date(Date.parse(until) - 1))
  await openBySystem(ledger.engine, trx, {
    source: 'watch',
    asker: grantee,
    region: resource.region,
    known: { unit: resource.owner, links: { resource: resource.id, grant: id } },
    data: { grant: { grant: id, resource: resource.id, code: resource.code, until } },
    report: report(
      EXPIRY,
      EXPIRY_KIND,
      `「${resource.title}」授权将于 ${last} 到期`,
      `授权有效至 ${last}。仍需使用的，请申请续期；数源单位可按原条件一次续期。`,
      resource,
    ),
  })
}

/** The notice ends with what became of its grant. */
export const onGrantMoved = async (
  ledger: Ledger,
  trx: Trx,
  grant: string,
  action: 'renewedElsewhere' | 'revoked' | 'lapse',
): Promise<void> => {
  for (const row of await lockLinked(trx, { kind: 'grant', target: grant }, [EXPIRY], true))
    await actBySystem(ledger.engine, trx, row, [{ action }])
}

/** The same person objecting to the same read again joins what is open. */
export const onObjected = async (
  ledger: Ledger,
  trx: Trx,
  resource: Resource,
  { read, text, account }: PlatformEvents['read.objected'],
): Promise<void> => {
  const target = readLink(read, account)
  if ((await lockLinked(trx, { kind: 'read', target }, [OBJECTION], true)).length > 0) return
  const opened = await openBySystem(ledger.engine, trx, {
    source: 'subject',
    reporter: account,
    region: resource.region,
    known: { unit: resource.owner, links: { resource: resource.id, read: target } },
    data: { read: { read, resource: resource.id, code: resource.code } },
    report: report(OBJECTION, OBJECTION_KIND, `对调阅「${resource.title}」的异议`, text, resource),
  })
  await tellSubject(ledger, trx, { ...opened, region: resource.region, link: target, state: 'open', reply: null })
}
