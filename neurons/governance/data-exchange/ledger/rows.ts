/** A case as a row of the ledger. */
import type { CaseRow } from '@haihe/business/cases/case-store'
import type { Engine } from '@haihe/business/cases/engine'
import { waitingOf } from '@haihe/business/cases/queue'
import { categoryTitle, summaryOf } from '@haihe/business/cases/summary'
import { clockView, type LedgerRow, stateOf } from '@haihe/contract'
import { needOf } from './hooks.ts'
import type { Ledger } from './services.ts'

const named = (engine: Engine, id: string | null | undefined): { id: string; name: string } | null =>
  id ? { id, name: engine.ports.units.find(id)?.name ?? id } : null

/** Clocks whose limit was missed, and the one that is being missed now. */
const latenessOf = (engine: Engine, row: CaseRow): Pick<LedgerRow, 'late' | 'missed'> => {
  const def = engine.registry.pinned(row.type, row.version)
  const now = engine.ctx.now()
  const duties = row.fold.clocks.filter((run) => def.clocks.find((clock) => clock.id === run.clock)?.kind !== 'window')
  const views = duties.map((run) => ({ run, view: clockView(def, run, now, engine.math) }))
  const missed = views.filter(({ run, view }) => view.state === 'breached' || run.breached)
  const running = row.open ? missed.find(({ run }) => run.stoppedAt === null) : undefined
  const titles = new Map(missed.map(({ view }) => [view.id, view.title]))
  return {
    late: running
      ? { unit: named(engine, waitingOf(def, row.fold).holder), clock: running.view.title, dueAt: running.view.dueAt }
      : null,
    missed: [...titles.values()],
  }
}

export const rowOf = async (ledger: Ledger, row: CaseRow): Promise<LedgerRow> => {
  const { engine } = ledger
  const { fold } = row
  const need = needOf(row)
  const def = engine.registry.pinned(row.type, row.version)
  const id = fold.links?.resource
  const resource = id === undefined ? undefined : await ledger.catalogue.find(id)
  const { marks } = fold
  const promise = fold.asked.promise
  return {
    id: row.id,
    caseNo: row.caseNo,
    title: row.title,
    matter: need.matter,
    state: row.state,
    stateTitle: stateOf(def, row.state).title,
    open: row.open,
    kind: row.category,
    kindTitle: categoryTitle(engine.registry.categories(row.type), row.category),
    asker: named(engine, fold.asker),
    owner: named(engine, fold.unit),
    resource: resource ? { id: resource.id, code: resource.code, title: resource.title } : null,
    fields: need.fields.length,
    purpose: need.purpose,
    basis: need.basis,
    frequency: need.frequency,
    wantedBy: need.wantedBy,
    promise: typeof promise === 'string' ? promise : null,
    dates: {
      stated: fold.openedAt,
      reviewed: marks.reviewed ?? null,
      confirmed: marks.confirmed ?? null,
      catalogued: marks.catalogued ?? null,
      connected: marks.connected ?? null,
      authorised: marks.handled ?? null,
      used: marks.used ?? null,
      rated: marks.rated ?? null,
      closed: fold.closedAt,
    },
    dueAt: summaryOf(engine, row).clock?.dueAt ?? null,
    ...latenessOf(engine, row),
    grant: fold.links?.grant ?? null,
    satisfaction: fold.appraisal?.satisfaction ?? null,
    met: fold.appraisal?.resolved ?? null,
    provenance: row.provenance,
  }
}
