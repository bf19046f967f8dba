/** The case engine inside the bench: the hub's own floors on the hub's own database, called without HTTP. */

import { createBusiness, rateRules } from '@haihe/business'
import { actNow } from '@haihe/business/cases/act'
import { openCaseNow } from '@haihe/business/cases/open'
import type { CaseActionInput, Grant, Rule } from '@haihe/contract'
import { type Actor, ruleAt } from '@haihe/contract'
import { createIntelligence } from '@haihe/intelligence'
import {
  type Ctx,
  createAudit,
  createLiveHub,
  createLog,
  createOutbox,
  type Jobs,
  openDatabase,
  openRegions,
  openUnits,
  readCity,
  readConfig,
} from '@haihe/kernel'
import { chineseCalendar } from '@haihe/kernel/calendar/index'
import { scenarios } from '@haihe/neurons'
import { CITY_FOLDER } from '@haihe/server/settings'

const idle: Jobs = {
  define: () => {},
  enqueue: async () => {},
  schedule: () => {},
  start: async () => {},
  stop: async () => {},
}

const TYPE = 'city-management'

/** A case as the screen of whoever acts knows it. */
export interface Known {
  id: string
  seq: number
  region: string
}

export interface Desk {
  /** opens a case of the street and leads it to a state; its id */
  open: (street: string) => Promise<Known>
  /** one action by whoever is entitled */
  act: (one: Known, action: string, data?: CaseActionInput['data']) => Promise<void>
  streets: string[]
  close: () => Promise<void>
}

/** Who may do everything in a street, for the street itself. */
const all = (street: string): Actor => ({
  id: 'bench',
  kind: 'machine',
  name: 'bench',
  assurance: 3,
  grants: (['streetDispatcher', 'deptHandler', 'districtCenter'] as const).map(
    (role): Grant => ({ role, region: street, unit: `st-${street}` }),
  ),
})

export const openDesk = async (url: string): Promise<Desk> => {
  const database = openDatabase(url, 8)
  const now = () => new Date()
  const log = createLog('silent')
  const city = await readCity(CITY_FOLDER)
  const ctx: Ctx = { ...database, config: readConfig({ HAIHE_LOG: 'silent' }), log, now, live: createLiveHub(now), city }
  const outbox = createOutbox(ctx)
  const audit = createAudit(ctx)
  const regions = await openRegions(ctx)
  const units = await openUnits(ctx)
  const rules: Rule[] = [...rateRules(city.code), ...scenarios.flatMap((scenario) => scenario.rules ?? [])]
  const find = (id: string, date: string, region: string) => ruleAt(byId.get(id) ?? [], id, date, region)
  const byId = Map.groupBy(rules, (rule) => rule.id)
  const intelligence = createIntelligence(ctx, { ingest: { addSink: () => {} }, outbox, audit, regions, rule: find })
  intelligence.describe(scenarios)
  const calendar = chineseCalendar()
  const business = createBusiness(ctx, { outbox, audit, jobs: idle, calendar, regions, units, rules: { find }, intelligence })
  business.describe(scenarios)
  await intelligence.start?.()
  await business.module.start?.()
  const { engine } = business
  return {
    streets: regions
      .all()
      .filter((region) => region.level === 'street')
      .map((region) => region.code),
    open: async (street) => {
      const [lon, lat] = regions.get(street).centre!
      const id = await openCaseNow(engine, {
        actor: all(street),
        report: {
          type: TYPE,
          category: '0501',
          title: '路边摊占道',
          description: '下班时路边全是摊位',
          place: { lon, lat, crs: 'EPSG:4490', address: '路口' },
          attachments: [],
          urgency: 'normal',
        },
        region: street,
      })
      return { id, seq: 1, region: street }
    },
    act: async (one, action, data = {}) => {
      const input = { action, expectedSeq: one.seq, data, note: '', attachments: [] }
      await actNow(engine, { actor: all(one.region), id: one.id, input })
      one.seq += 1
    },
    close: async () => {
      await business.module.stop?.()
      await intelligence.stop?.()
      await ctx.close()
    },
  }
}
