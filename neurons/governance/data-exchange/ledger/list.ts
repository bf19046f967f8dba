/** The ledger as its readers see it: a page, one row with its case, sums per unit. */
import { districtOfId } from '@haihe/business/cases/case-id'
import { findCase } from '@haihe/business/cases/case-store'
import { detailOf } from '@haihe/business/cases/detail'
import { readerOf } from '@haihe/business/cases/list'
import { maySee } from '@haihe/business/cases/scope'
import { decodeCursor, encodeCursor } from '@haihe/business/cases/summary'
import { type Actor, AppError, type LedgerDetail, type LedgerPage, type LedgerRow, type LedgerSummary } from '@haihe/contract'
import { localDate } from '@haihe/kernel/calendar/index'
import { NEED } from '../case-types/need.ts'
import { needOf } from './hooks.ts'
import { countStates, type LedgerFilter, listNeeds, sumUnits, type UnitSums } from './ledger-store.ts'
import { rowOf } from './rows.ts'
import type { Ledger } from './services.ts'

type LedgerAsked = Omit<LedgerFilter, 'type'>

const ofNeeds = (asked: LedgerAsked): LedgerFilter => ({ ...asked, type: NEED })

export const pageOfLedger = async (
  ledger: Ledger,
  actor: Actor,
  { cursor, limit, ...asked }: LedgerAsked & { cursor?: string; limit: number },
): Promise<LedgerPage> => {
  const { engine, ctx } = ledger
  const filter = ofNeeds(asked)
  const reader = readerOf(engine, actor)
  const now = ctx.now()
  const [found, counts] = await Promise.all([
    listNeeds(ctx.db, filter, reader, now, { after: decodeCursor(cursor), most: limit + 1 }),
    countStates(ctx.db, filter, reader, now),
  ])
  const page = found.slice(0, limit)
  const last = page.at(-1)
  const byState = new Map(counts.map((each) => [each.state, each]))
  const wanted = asked.state === undefined ? counts : counts.filter((each) => each.state === asked.state)
  return {
    items: await Promise.all(page.map((row) => rowOf(ledger, row))),
    next: found.length > limit && last ? encodeCursor(last.key, last.id) : null,
    total: wanted.reduce((sum, each) => sum + each.n, 0),
    steps: engine.registry.current(NEED).states.map((state) => ({
      step: state.id,
      title: state.title,
      open: !state.terminal,
      count: byState.get(state.id)?.n ?? 0,
      late: byState.get(state.id)?.late ?? 0,
    })),
  }
}

/** All rows of a filter, in pages, for a file. */
export const everyRow = async function* (
  ledger: Ledger,
  actor: Actor,
  asked: LedgerAsked,
  most: number,
): AsyncGenerator<LedgerRow> {
  const { ctx } = ledger
  const reader = readerOf(ledger.engine, actor)
  const now = ctx.now()
  let after: { at: string; id: string } | undefined
  for (let given = 0; given < most; ) {
    const found = await listNeeds(ctx.db, ofNeeds(asked), reader, now, { after, most: Math.min(500, most - given) })
    for (const row of found) yield await rowOf(ledger, row)
    const last = found.at(-1)
    if (!last) return
    given += found.length
    after = { at: last.key, id: last.id }
  }
}

export const ledgerDetail = async (ledger: Ledger, actor: Actor, id: string, traceId?: string): Promise<LedgerDetail> => {
  const { engine } = ledger
  const row = await findCase(engine.writer.pool, districtOfId(id), id)
  if (!row || row.type !== NEED || !maySee(actor, row)) throw new AppError('NOT_FOUND')
  const grant = row.fold.links?.grant
  return {
    row: await rowOf(ledger, row),
    need: needOf(row),
    grant: grant === undefined ? null : ((await ledger.grants.find(grant)) ?? null),
    case: await detailOf(engine, actor, row, traceId),
  }
}

const share = (part: number, whole: number): number | null => (whole === 0 ? null : part / whole)

const summaryRow = (ledger: Ledger, sums: UnitSums, partly: number | null): LedgerSummary => ({
  unit: sums.unit,
  name: ledger.engine.ports.units.find(sums.unit)?.name ?? sums.unit,
  asked: {
    stated: sums.stated,
    open: sums.asked_open,
    rated: sums.rated,
    met: partly === null && sums.partly > 0 ? null : share(sums.yes + (partly ?? 0) * sums.partly, sums.rated),
    satisfaction: sums.satisfaction,
  },
  owned: {
    received: sums.received,
    open: sums.owned_open,
    late: sums.late,
    answered: sums.answered,
    refused: sums.refused,
    onTime: share(sums.on_time, sums.judged),
    catalogued: sums.catalogued,
    connected: sums.connected,
    connectionRate: share(sums.connected, sums.catalogued),
  },
})

export const summaryOfUnits = async (ledger: Ledger, actor: Actor, asked: LedgerAsked): Promise<LedgerSummary[]> => {
  const { engine, ctx } = ledger
  const now = ctx.now()
  const partly = ledger.rule('case.rate.partly', localDate(now), ctx.city.code)?.value
  const sums = await sumUnits(ctx.db, ofNeeds(asked), readerOf(engine, actor), now, 'answer')
  return sums.map((each) => summaryRow(ledger, each, typeof partly === 'number' ? partly : null))
}
