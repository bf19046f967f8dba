/** GET and POST /api/alerts…: within the scopes of whoever asks. */
import { Alert, AlertDetail, AlertLevel, AlertState, AppError, mayIn, Page, RegionCode } from '@haihe/contract'
import { type Db, type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import type { AlertActions } from '../alerts/actions.ts'
import { findAlert, readLog } from '../alerts/alert-store.ts'
import { type AlertFilter, countAlerts, listAlerts } from '../alerts/query-store.ts'
import { type AlertRow, logView, type Names, viewOf } from '../alerts/row.ts'
import type { AlertRules } from '../alerts/rules.ts'
import { runOn } from '../run.ts'

const several = <T extends z.ZodType<string, string>>(item: T) =>
  z
    .string()
    .max(100)
    .transform((text) => text.split(',').filter(Boolean))
    .pipe(z.array(item).min(1))

const Id = z.strictObject({ id: z.uuid('预警编号无效') })
const Moment = z.iso.datetime({ offset: true, error: '时间须为带时区的 ISO 8601 格式' })

/** Where a page ended: time and id of its last alert. */
const cursorOf = ({ raised_at, id }: AlertRow): string => Buffer.from(`${raised_at.toISOString()} ${id}`).toString('base64url')

const readCursor = (text: string): { raisedAt: Date; id: string } => {
  const parsed = z.tuple([z.iso.datetime(), z.uuid()]).safeParse(Buffer.from(text, 'base64url').toString().split(' '))
  if (!parsed.success) throw new AppError('INVALID_INPUT', { errors: [{ path: 'cursor', message: '翻页标记无效' }] })
  return { raisedAt: new Date(parsed.data[0]), id: parsed.data[1] }
}

export const alertRoutes = (db: Db, rules: AlertRules, names: Names, actions: AlertActions, now: () => Date): Route[] => [
  route({
    method: 'GET',
    url: '/api/alerts',
    summary: 'Alerts, newest first; with `at`, those that were open then, as they were',
    permission: 'alert.read',
    query: z.strictObject({
      region: RegionCode.optional(),
      state: several(AlertState).optional(),
      level: several(AlertLevel).optional(),
      at: Moment.optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: Page(Alert),
    async handler({ query, actor }) {
      if (query.at && Date.parse(query.at) > now().getTime()) throw new AppError('TIME_IN_FUTURE')
      const filter: AlertFilter = {
        region: query.region,
        states: query.state,
        levels: query.level,
        at: query.at ? new Date(query.at) : undefined,
        after: query.cursor ? readCursor(query.cursor) : undefined,
        limit: query.limit + 1,
      }
      const [found, total] = await Promise.all([listAlerts(db, actor, filter), countAlerts(db, actor, filter)])
      const page = found.slice(0, query.limit)
      return {
        items: page.map((row) => viewOf(row, rules, names)),
        next: found.length > query.limit ? cursorOf(page.at(-1)!) : null,
        total,
      }
    },
  }),
  route({
    method: 'GET',
    url: '/api/alerts/:id',
    summary: 'One alert and what happened to it',
    permission: 'alert.read',
    params: Id,
    response: AlertDetail,
    async handler({ params, actor }) {
      const row = await findAlert(runOn(db), params.id)
      if (!row) throw new AppError('NOT_FOUND')
      if (!mayIn(actor, 'alert.read', row.region)) throw new AppError('OUT_OF_SCOPE', { region: row.region })
      const log = await readLog(runOn(db), params.id)
      return { alert: viewOf(row, rules, names), log: log.map(logView) }
    },
  }),
  route({
    method: 'POST',
    url: '/api/alerts/:id/acknowledge',
    summary: 'Somebody has seen the alert and takes care of it',
    permission: 'alert.handle',
    params: Id,
    body: z.strictObject({ owner: z.string().min(1).max(60).optional() }),
    response: Alert,
    bodyLimit: 4096,
    handler: async ({ params, body, actor, request }) =>
      viewOf(await actions.acknowledge(params.id, actor, body.owner, request.id), rules, names),
  }),
  route({
    method: 'POST',
    url: '/api/alerts/:id/sign-off',
    summary: 'A supervisor closes an alert with a reason',
    permission: 'alert.sign-off',
    params: Id,
    body: z.strictObject({
      reason: z.string().trim().min(5, '请写明销警理由，至少 5 个字').max(500, '理由请控制在 500 字以内'),
    }),
    response: Alert,
    bodyLimit: 8192,
    handler: async ({ params, body, actor, request }) =>
      viewOf(await actions.signOff(params.id, actor, body.reason, request.id), rules, names),
  }),
]
