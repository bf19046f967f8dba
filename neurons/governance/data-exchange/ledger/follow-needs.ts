/** Needs move by themselves when their resource is published, connected or withdrawn, and when their grant is used. */
import { lockLinked } from '@haihe/business/cases/link-store'
import { actBySystem, type SystemAct } from '@haihe/business/cases/system'
import type { Resource } from '@haihe/contract'
import type { PlatformEvents } from '@haihe/data/platform/ports'
import type { Trx } from '@haihe/kernel'
import { NEED } from '../case-types/need.ts'
import { isConnected } from './numbers.ts'
import type { Ledger } from './services.ts'

const each = async (
  ledger: Ledger,
  trx: Trx,
  link: { kind: string; target: string },
  acts: readonly SystemAct[],
  asker?: string,
): Promise<void> => {
  for (const row of await lockLinked(trx, link, [NEED], true))
    if (asker === undefined || row.fold.asker === asker) await actBySystem(ledger.engine, trx, row, acts)
}

export const onPublished = async (ledger: Ledger, trx: Trx, resource: Resource): Promise<void> => {
  const link = { kind: 'resource', target: resource.id }
  await each(ledger, trx, link, [{ action: 'catalogue' }])
  // rows may have come in before it was published
  if (await isConnected(trx, resource)) await each(ledger, trx, link, [{ action: 'connect' }])
}

export const onWithdrawn = (ledger: Ledger, trx: Trx, resource: string): Promise<void> =>
  each(ledger, trx, { kind: 'resource', target: resource }, [{ action: 'uncatalogue', note: '目录已撤销' }])

export const onLoaded = async (
  ledger: Ledger,
  trx: Trx,
  { resource, rows }: PlatformEvents['resource.loaded'],
): Promise<void> => {
  if (rows > 0)
    await each(ledger, trx, { kind: 'resource', target: resource }, [{ action: 'connect', note: `首次入库 ${rows} 行` }])
}

/** A grant issued elsewhere to the unit that asked answers the need as well; the ledger's own already stands in the case. */
export const onIssued = async (ledger: Ledger, trx: Trx, event: PlatformEvents['grant.issued']): Promise<void> => {
  if (event.caseId !== null) return
  const settled = { links: { grant: event.grant } }
  await each(ledger, trx, { kind: 'resource', target: event.resource }, [{ action: 'granted', settled }], event.grantee)
}

export const onUsed = (ledger: Ledger, trx: Trx, { grant }: PlatformEvents['grant.used']): Promise<void> =>
  each(ledger, trx, { kind: 'grant', target: grant }, [{ action: 'use' }])

export const onRevoked = (ledger: Ledger, trx: Trx, { grant }: PlatformEvents['grant.revoked']): Promise<void> =>
  each(ledger, trx, { kind: 'grant', target: grant }, [{ action: 'revoke', note: '授权已收回' }])

/** A need goes on under the grant that renews its own; else its asker says whether it is still needed. */
export const onExpired = (ledger: Ledger, trx: Trx, { grant, renewedBy }: PlatformEvents['grant.expired']): Promise<void> => {
  const goesOn: SystemAct[] = renewedBy === null ? [] : [{ action: 'renewed', settled: { links: { grant: renewedBy } } }]
  // needs stated before grants were seen to end know no such step: there it is as if the grant had been taken back
  const ends: SystemAct[] = [{ action: 'expire' }, { action: 'revoke', note: '授权已到期' }]
  return each(ledger, trx, { kind: 'grant', target: grant }, renewedBy === null ? ends : goesOn)
}
