/** What else happens in the transaction of an action on a need: the catalogue is asked, the grant is issued. */
import type { CaseRow } from '@haihe/business/cases/case-store'
import type { Hook, Hooked } from '@haihe/business/cases/hook'
import { AppError, type NeedStatement, type Resource } from '@haihe/contract'
import { localDate } from '@haihe/kernel/calendar/index'
import { EXPIRY } from '../case-types/expiry.ts'
import { NEED } from '../case-types/need.ts'
import { factsOf, flagsOf } from './facts.ts'
import { endOf, grantOf } from './grant.ts'
import { noteFact } from './numbers.ts'
import { findResource, type Ledger, type LedgerServices } from './services.ts'

export const needOf = (row: Pick<CaseRow, 'data'>): NeedStatement => row.data.need as NeedStatement

const refuse = (detail: string): AppError => new AppError('CASE_ACTION_NOT_ALLOWED', { detail })

const linkedResource = async (ledger: Ledger, { row }: Pick<Hooked, 'row'>): Promise<Resource | undefined> => {
  const id = row.fold.links?.resource
  return id === undefined ? undefined : ledger.catalogue.find(id)
}

/** The resource that a form names, by id or code; undefined when it names none. */
const namedResource = async (ledger: Ledger, data: Hooked['data']): Promise<Resource | undefined> => {
  const text = typeof data.resource === 'string' ? data.resource.trim() : ''
  if (text === '') return undefined
  const found = await findResource(ledger, text)
  if (!found || found.state === 'withdrawn')
    throw new AppError('INVALID_INPUT', { errors: [{ path: 'data.resource', message: '目录中没有这个资源' }] })
  return found
}

const review =
  (ledger: Ledger): Hook =>
  async (hooked) => {
    const resource = (await namedResource(ledger, hooked.data)) ?? (await linkedResource(ledger, hooked))
    const owner = resource?.owner ?? needOf(hooked.row).owner
    const unit = owner !== null && ledger.engine.ports.units.find(owner) ? owner : null
    return {
      unit,
      ...(resource ? { links: { resource: resource.id } } : {}),
      flags: flagsOf(await factsOf(hooked.trx, resource)),
    }
  }

/** Facts as they are now: the catalogue may have changed since the need was stated. */
const refresh =
  (ledger: Ledger): Hook =>
  async (hooked) => ({ flags: flagsOf(await factsOf(hooked.trx, await linkedResource(ledger, hooked))) })

const linkResource =
  (ledger: Ledger): Hook =>
  async (hooked) => {
    const resource = (await namedResource(ledger, hooked.data))!
    if (resource.owner !== hooked.row.unit)
      throw new AppError('INVALID_INPUT', { errors: [{ path: 'data.resource', message: '该资源的数源单位不是本单位' }] })
    return { links: { resource: resource.id }, flags: flagsOf(await factsOf(hooked.trx, resource)) }
  }

const declareConnected =
  (ledger: Ledger): Hook =>
  async (hooked) => {
    const resource = await linkedResource(ledger, hooked)
    if (!resource) throw refuse('尚未关联目录')
    if (resource.kind === 'table') throw refuse('库表资源以首次入库为准，不能声明挂接')
    await noteFact(ledger, hooked.trx, resource, { catalogued: true, connected: true })
    return undefined
  }

/** Reads of rows that the hub holds are known to it; what is read elsewhere is the reader's word. */
const declareUsed =
  (ledger: Ledger): Hook =>
  async (hooked) => {
    const resource = await linkedResource(ledger, hooked)
    if (resource?.kind === 'table') throw refuse('库表资源以首次调阅为准，不能声明使用')
    if (resource?.kind === 'entities') throw refuse('城市对象以首次读取为准，不能声明使用')
    if (resource && (await ledger.isServed?.(resource.id))) throw refuse('该服务经中枢调用，以首次调用为准，不能声明使用')
    return undefined
  }

const authorise =
  (ledger: Ledger): Hook =>
  async (hooked) => {
    const { trx, row, actor, data, at, action } = hooked
    const resource = await linkedResource(ledger, hooked)
    if (!resource) throw refuse('尚未关联目录')
    const facts = await factsOf(trx, resource)
    if (!facts.connected) throw refuse('资源尚未发布或挂接')
    if (action === 'grantDirectly' && !facts.direct) throw refuse('仅无条件共享且已挂接的资源可直接授权')
    if (!row.fold.asker) throw refuse('需求没有申请单位')
    const most = ledger.rule('data-exchange.grant-days', localDate(at), row.region)?.value
    const input = grantOf({
      resource,
      need: needOf(row),
      grantee: row.fold.asker,
      data,
      now: at,
      mostDays: typeof most === 'number' ? most : undefined,
    })
    const grant = await ledger.grants.issue(actor, input, row.id, trx)
    return { links: { grant: grant.id } }
  }

/** What a form says of the day until which a grant is renewed, as the instant at which it ends. */
export const renewalEnd = (ledger: Ledger, data: Hooked['data'], { region }: Pick<CaseRow, 'region'>, at: Date): string => {
  const most = ledger.rule('data-exchange.grant-days', localDate(at), region)?.value
  return endOf(typeof data.until === 'string' ? data.until.trim() : '', at, typeof most === 'number' ? most : undefined)
}

/** The same terms go on; the case has asked the owner. */
const renew =
  (ledger: Ledger): Hook =>
  async ({ trx, row, actor, data, at }) => {
    const grant = row.fold.links?.grant
    if (grant === undefined) throw refuse('没有可以续期的授权')
    const renewed = await ledger.grants.renew(actor, grant, renewalEnd(ledger, data, row, at), row.id, trx)
    return { links: { grant: renewed.id } }
  }

export const hookNeeds = (ledger: Ledger, { hook }: Pick<LedgerServices['business'], 'hook'>): void => {
  hook(NEED, 'review', review(ledger))
  hook(NEED, 'confirm', refresh(ledger))
  hook(NEED, 'overrule', refresh(ledger))
  hook(NEED, 'linkResource', linkResource(ledger))
  hook(NEED, 'declareConnected', declareConnected(ledger))
  hook(NEED, 'declareUsed', declareUsed(ledger))
  hook(NEED, 'authorise', authorise(ledger))
  hook(NEED, 'grantDirectly', authorise(ledger))
  hook(NEED, 'renew', renew(ledger))
  hook(NEED, 'extend', renew(ledger))
  hook(EXPIRY, 'renew', renew(ledger))
}
