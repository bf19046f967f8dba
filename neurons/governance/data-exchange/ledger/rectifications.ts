/** Where a rectification stands is shown beside the score that caused it. */
import { districtOfId } from '@haihe/business/cases/case-id'
import { lockCase } from '@haihe/business/cases/link-store'
import type { PlatformEvents } from '@haihe/data/platform/ports'
import type { Trx } from '@haihe/kernel'
import { RECTIFICATION } from '../case-types/rectification.ts'
import type { Ledger } from './services.ts'

interface Moved {
  id: string
  caseNo: string
  region: string
  resource: string
  state: 'open' | 'closed'
}

export const tellRectification = (ledger: Ledger, trx: Trx, { id, caseNo, region, resource, state }: Moved): Promise<void> => {
  const payload: PlatformEvents['rectification.moved'] = { resource, caseId: id, caseNo, state }
  return ledger.outbox.publish(trx, [{ topic: 'rectification.moved', key: resource, region, payload }])
}

/** Before the outbox starts. A case ends by a score or by hand; either way it is told. */
export const followRectifications = (ledger: Ledger): void =>
  ledger.outbox.consume('ledger.rectifications', ['case.closed'], async (trx, { payload }) => {
    const { id, type } = payload as { id: string; type: string }
    if (type !== RECTIFICATION) return
    const row = await lockCase(trx, districtOfId(id), id)
    const resource = row?.fold.links?.resource
    if (row && resource !== undefined) await tellRectification(ledger, trx, { ...row, resource, state: 'closed' })
  })
