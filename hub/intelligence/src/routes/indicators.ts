/** GET /api/indicators…: numbers for who may read indicators; those declared open are on the board for everybody. */
import {
  type Actor,
  AppError,
  Board,
  Explanation,
  holds,
  IndicatorList,
  MapValues,
  mayIn,
  NumberTrace,
  RegionCode,
  Series,
  Window,
} from '@haihe/contract'
import { type Route, route } from '@haihe/kernel'
import { z } from 'zod'
import type { Definitions } from '../indicators/definitions.ts'
import type { Questions } from '../questions.ts'
import type { TraceQuestion } from '../trace/trace.ts'

const Moment = z.iso.datetime({ offset: true, error: '时间须为带时区的 ISO 8601 格式' })
const Code = z.strictObject({ id: z.string().max(80) })
const Place = z.strictObject({ region: RegionCode, at: Moment.optional() })

export const indicatorRoutes = (
  definitions: Definitions,
  questions: Questions,
  explain: (code: string, region: string, at?: string) => Promise<Explanation>,
  trace: (question: TraceQuestion) => Promise<NumberTrace>,
  assertShown: (actor: Actor, code: string, region: string) => Promise<void>,
): Route[] => [
  route({
    method: 'GET',
    url: '/api/indicators',
    summary: 'Declared indicators',
    permission: 'indicator.read',
    query: z.strictObject({}),
    response: IndicatorList,
    handler: () => ({ items: definitions.all().map(({ def }) => def) }),
  }),
  route({
    method: 'GET',
    url: '/api/indicators/board',
    summary: 'Every indicator of a region, now or as of a past minute; without a sign-in those that are open to everybody',
    permission: 'public',
    query: Place,
    response: Board,
    rateLimit: 1200,
    async handler({ query, actor }) {
      const board = await questions.board(query.region, query.at)
      if (holds(actor, 'indicator.read')) return board
      return { ...board, tiles: board.tiles.filter(({ indicator }) => definitions.find(indicator)?.def.open === true) }
    },
  }),
  route({
    method: 'GET',
    url: '/api/indicators/:id/map',
    summary: 'One indicator over the children of a region',
    permission: 'indicator.read',
    params: Code,
    query: Place,
    response: MapValues,
    handler: ({ params, query }) => questions.map(params.id, query.region, query.at),
  }),
  route({
    method: 'GET',
    url: '/api/indicators/:id/series',
    summary: 'One indicator of a region over time, at most 2000 points',
    permission: 'indicator.read',
    params: Code,
    query: z.strictObject({
      region: RegionCode,
      window: Window.optional(),
      from: Moment.optional(),
      to: Moment.optional(),
    }),
    response: Series,
    handler: ({ params, query }) => questions.series(params.id, query.region, query.window, query.from, query.to),
  }),
  route({
    method: 'GET',
    url: '/api/indicators/:id/explain',
    summary: 'Why a number is what it is: formula, dated rules, parts, sources, records',
    permission: 'indicator.explain',
    params: Code,
    query: Place,
    response: Explanation,
    rateLimit: 600,
    async handler({ params, query, actor }) {
      const explanation = await explain(params.id, query.region, query.at)
      // the number is told to whoever may ask; the records it was made of only to whom the policy shows them
      const isShown = await assertShown(actor, params.id, query.region).then(
        () => true,
        (error: unknown) => {
          if (error instanceof AppError) return false
          throw error
        },
      )
      return isShown ? explanation : { ...explanation, records: [] }
    },
  }),
  route({
    method: 'GET',
    url: '/api/indicators/:id/trace',
    summary: 'The rows a number was made of, how each came, and the number computed again from them',
    permission: 'lineage.read',
    params: Code,
    query: Place.extend({
      after: z.coerce.number().int().min(0).max(100_000).default(0),
      limit: z.coerce.number().int().min(1).max(200).default(50),
    }),
    response: NumberTrace,
    rateLimit: 60,
    async handler({ params, query, actor }) {
      if (!mayIn(actor, 'lineage.read', query.region)) throw new AppError('OUT_OF_SCOPE')
      await assertShown(actor, params.id, query.region)
      return trace({ ...query, code: params.id })
    },
  }),
]
