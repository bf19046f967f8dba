/** The routes of the ledger (供需对接清单), and what it does when something happens to a resource or a grant. */
import { Readable } from 'node:stream'
import { ownDetail } from '@haihe/business/cases/detail'
import { CaseDetail, CorrectionInput, LedgerDetail, LedgerPage, LedgerSummary, NeedInput } from '@haihe/contract'
import { type Ctx, type Module, type RuleIndex, route } from '@haihe/kernel'
import { z } from 'zod'
import { catchUp } from './ledger/catch-up.ts'
import { ledgerCsv } from './ledger/csv.ts'
import { followPlatform } from './ledger/follow.ts'
import { hookNeeds } from './ledger/hooks.ts'
import { everyRow, ledgerDetail, pageOfLedger, summaryOfUnits } from './ledger/list.ts'
import { endFlows, explainNumbers } from './ledger/numbers.ts'
import { followObjections } from './ledger/objections.ts'
import { followRectifications } from './ledger/rectifications.ts'
import type { Ledger, LedgerServices } from './ledger/services.ts'
import { stateCorrection, stateNeed } from './ledger/state.ts'
import { migrations } from './migrations.ts'

const FLOWS = 'ledger.flows'
const CATCH_UP = 'ledger.catch-up'
/** rows of one file */
const MOST_ROWS = 50_000

const Instant = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .optional()
const YesNo = z
  .enum(['true', 'false'])
  .transform((text) => text === 'true')
  .optional()
const Filter = z.strictObject({
  state: z.string().max(40).optional(),
  owner: z.string().max(80).optional(),
  asker: z.string().max(80).optional(),
  resource: z.uuid().optional(),
  kind: z.string().max(20).optional(),
  late: YesNo,
  open: YesNo,
  q: z.string().trim().max(60).optional(),
  from: Instant,
  to: Instant,
})
const Paged = Filter.extend({
  cursor: z.string().max(300).optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
})

const routesOf = (ledger: Ledger) => [
  route({
    method: 'GET',
    url: '/api/ledger',
    summary: 'Ledger of supply and demand (供需对接清单): needs with all their dates, and how many stand at each step',
    permission: 'ledger.read',
    query: Paged,
    response: LedgerPage,
    handler: ({ query, actor }) => pageOfLedger(ledger, actor, query),
  }),
  route({
    method: 'GET',
    url: '/api/ledger/export',
    summary: 'The ledger as CSV',
    permission: 'ledger.read',
    query: Filter,
    rateLimit: 12,
    handler: ({ query, actor, reply }) => {
      reply.type('text/csv; charset=utf-8').header('content-disposition', 'attachment; filename="ledger.csv"')
      return reply.send(Readable.from(ledgerCsv(everyRow(ledger, actor, query, MOST_ROWS))))
    },
  }),
  route({
    method: 'GET',
    url: '/api/ledger/summary',
    summary: 'Per unit: what it asked for, and what was asked of it',
    permission: 'ledger.read',
    query: z.strictObject({ from: Instant, to: Instant }),
    response: z.array(LedgerSummary),
    handler: ({ query, actor }) => summaryOfUnits(ledger, actor, query),
  }),
  route({
    method: 'GET',
    url: '/api/ledger/:case',
    summary: 'One need with its case, its grant and what the caller may do now',
    permission: 'ledger.read',
    params: z.strictObject({ case: z.string().max(40) }),
    response: LedgerDetail,
    handler: ({ params, actor, request }) => ledgerDetail(ledger, actor, params.case, request.id),
  }),
  route({
    method: 'POST',
    url: '/api/ledger',
    summary: 'State a need for data in the name of one’s unit',
    permission: 'ledger.state',
    body: NeedInput,
    response: LedgerDetail,
    bodyLimit: 128 * 1024,
    rateLimit: 60,
    handler: async ({ body, actor, request, reply }) => {
      const id = await stateNeed(ledger, actor, body, request.id)
      reply.status(201)
      return ledgerDetail(ledger, actor, id)
    },
  }),
  route({
    method: 'POST',
    url: '/api/ledger/corrections',
    summary: 'Say that data of a resource is wrong (异议核错)',
    permission: 'ledger.state',
    body: CorrectionInput,
    response: CaseDetail,
    rateLimit: 60,
    handler: async ({ body, actor, request, reply }) => {
      const id = await stateCorrection(ledger, actor, body, request.id)
      reply.status(201)
      return ownDetail(ledger.engine, actor, id)
    },
  }),
]

export const createLedger = (
  ctx: Pick<Ctx, 'db' | 'now' | 'log' | 'city'>,
  { rules, ...services }: LedgerServices & { rules: Pick<RuleIndex, 'find'> },
): Module => {
  const { business, ...rest } = services
  const ledger: Ledger = { ...rest, ctx, engine: business.engine, rule: rules.find }
  hookNeeds(ledger, business)
  followPlatform(ledger)
  followObjections(ledger, business)
  followRectifications(ledger)
  explainNumbers(ledger)
  services.jobs.define(FLOWS, () => endFlows(ledger))
  services.jobs.schedule(FLOWS, '7 * * * *')
  services.jobs.define(CATCH_UP, () => catchUp(ledger))
  services.jobs.schedule(CATCH_UP, '2,12,22,32,42,52 * * * *')
  return { name: 'ledger', migrations, routes: routesOf(ledger) }
}
