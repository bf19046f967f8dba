/**
 * The reading half of CKAN's Action API, so that clients and harvesters of others can take the catalogue over. Answers and
 * errors have CKAN's form. Unknown parameters are left alone, as CKAN does.
 */
import { AppError } from '@haihe/contract'
import { type Call, type Ctx, type Route, route, type UnitIndex } from '@haihe/kernel'
import { z } from 'zod'
import { listedFor } from '../listing.ts'
import type { Memory } from '../memory.ts'
import type { Search } from '../search/search.ts'
import { ACTIONS, Missing, type World } from './actions.ts'
import { codeOf } from './package.ts'
import { TooMuch } from './package-search.ts'

interface CkanRoutes {
  ctx: Pick<Ctx, 'config' | 'city' | 'log'>
  memory: Memory
  search: Search
  units: Pick<UnitIndex, 'name'>
}

const Name = z.strictObject({ action: z.string().max(100) })
const Given = z.record(z.string().max(60), z.unknown())

export const ckanRoutes = ({ ctx, memory, search, units }: CkanRoutes): Route[] => {
  const base = ctx.config.publicUrl
  const naming = { base, unitName: units.name }
  const title = `${ctx.city.name.zh}公共数据资源目录`

  const answer = async (
    name: string,
    given: Record<string, unknown>,
    call: Pick<Call<unknown, unknown, unknown>, 'actor' | 'reply'>,
  ) => {
    const help = `${base}/api/3/action/help_show?name=${encodeURIComponent(name)}`
    const fail = (status: number, type: string, more: Record<string, unknown>) => {
      call.reply.status(status)
      return { help, success: false, error: { __type: type, ...more } }
    }
    const known = Object.hasOwn(ACTIONS, name) ? ACTIONS[name] : undefined
    if (name === 'help_show') {
      const about = String(given.name ?? '')
      const found = Object.hasOwn(ACTIONS, about) ? ACTIONS[about] : undefined
      return found ? { help, success: true, result: found.help } : fail(404, 'Not Found Error', { message: 'Not found' })
    }
    if (!known) return fail(400, 'Bad Request Error', { message: `Bad request - Action name not known: ${name}` })
    const parsed = known.schema.safeParse(given)
    if (!parsed.success) {
      const wrong = z.flattenError(parsed.error)
      return fail(409, 'Validation Error', wrong.fieldErrors as Record<string, unknown>)
    }
    const listed = listedFor(call.actor)
    const world: World = {
      naming,
      title,
      search,
      listed,
      find: async (id) => {
        const entry = (await memory.byId(id)) ?? (await memory.byCode(codeOf(id)))
        return entry && listed(entry.resource) ? entry.resource : undefined
      },
      resources: async () => [...(await memory.entries()).values()].map(({ resource }) => resource).filter(listed),
    }
    try {
      return { help, success: true, result: await known.run(parsed.data, world) }
    } catch (error) {
      if (error instanceof Missing) return fail(404, 'Not Found Error', { message: error.message })
      if (error instanceof TooMuch) return fail(409, 'Validation Error', { fq: [error.message] })
      if (!(error instanceof AppError)) throw error
      return fail(error.status, 'Error', { message: error.message })
    }
  }

  return ['/api/3/action', '/api/action'].flatMap((prefix) => [
    route({
      method: 'GET',
      url: `${prefix}/:action`,
      summary: 'CKAN Action API, reading actions: package_list, package_show, package_search and their kin',
      permission: 'public',
      rateLimit: 3000,
      params: Name,
      query: Given,
      handler: ({ params, query, actor, reply }) => answer(params.action, query, { actor, reply }),
    }),
    route({
      method: 'POST',
      url: `${prefix}/:action`,
      summary: 'The same with the parameters as JSON',
      permission: 'public',
      rateLimit: 3000,
      params: Name,
      body: Given,
      handler: ({ params, body, actor, reply }) => answer(params.action, body, { actor, reply }),
    }),
  ])
}
