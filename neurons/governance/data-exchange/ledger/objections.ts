/** Where a person's objection stands goes back to the page on which they made it. */

import { districtOfId } from '@haihe/business/cases/case-id'
import type { Hook } from '@haihe/business/cases/hook'
import { lockCase } from '@haihe/business/cases/link-store'
import type { PlatformEvents } from '@haihe/data/platform/ports'
import type { Trx } from '@haihe/kernel'
import { OBJECTION } from '../case-types/objection.ts'
import type { Ledger, LedgerServices } from './services.ts'

/** Names the read and who objects to it. */
export const readLink = (read: number, account: string): string => `${read}:${account}`

type Moved = Pick<PlatformEvents['objection.moved'], 'caseNo' | 'state' | 'reply'> & { id: string; region: string; link: string }

export const tellSubject = (ledger: Ledger, trx: Trx, { id, caseNo, region, link, state, reply }: Moved): Promise<void> => {
  const at = link.indexOf(':')
  const read = Number(link.slice(0, at))
  const payload: PlatformEvents['objection.moved'] = { read, account: link.slice(at + 1), caseId: id, caseNo, state, reply }
  return ledger.outbox.publish(trx, [{ topic: 'objection.moved', key: `read:${read}`, region, payload }])
}

const answered =
  (ledger: Ledger): Hook =>
  async ({ trx, row, data }) => {
    const link = row.fold.links?.read
    const { id, caseNo, region } = row
    if (link !== undefined)
      await tellSubject(ledger, trx, { id, caseNo, region, link, state: 'answered', reply: String(data.reply ?? '') })
    return undefined
  }

/** Before the outbox starts. */
export const followObjections = (ledger: Ledger, { hook }: Pick<LedgerServices['business'], 'hook'>): void => {
  hook(OBJECTION, 'answer', answered(ledger))
  ledger.outbox.consume('ledger.objections', ['case.closed'], async (trx, { payload }) => {
    const { id, type } = payload as { id: string; type: string }
    if (type !== OBJECTION) return
    const row = await lockCase(trx, districtOfId(id), id)
    const link = row?.fold.links?.read
    if (!row || link === undefined) return
    await tellSubject(ledger, trx, { id, caseNo: row.caseNo, region: row.region, link, state: 'closed', reply: null })
  })
}
