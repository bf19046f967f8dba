/** Open311 GeoReport v2 in the hub's own words: services are categories, requests are cases the public reported. */
import { type Actor, AppError, type CategoryDef, DAY, dueOf, type SourceDef, stateOf } from '@haihe/contract'
import { districtOfId } from '../cases/case-id.ts'
import { type CaseRow, findCase } from '../cases/case-store.ts'
import type { Engine } from '../cases/engine.ts'
import { openCaseNow } from '../cases/open.ts'
import { categoryTitle } from '../cases/summary.ts'
import { unitName } from '../cases/units.ts'
import type { ListRequests, PostRequest } from './input.ts'
import { listRequests } from './open311-store.ts'
import type { Value } from './xml.ts'

type Service = { type: string; category: CategoryDef; group: CategoryDef | undefined }

/** Sources whose cases the public may follow. */
const publicSources = (engine: Engine): { type: string; source: SourceDef }[] =>
  engine.registry
    .all()
    .flatMap((def) => def.sources.filter((source) => source.public).map((source) => ({ type: def.id, source })))

/** Case types that other systems may report to. */
const openTypes = (engine: Engine): string[] =>
  engine.registry
    .all()
    .filter((def) => def.sources.some((source) => source.public && source.roles.includes('client')))
    .map((def) => def.id)

const services = (engine: Engine): Service[] =>
  openTypes(engine).flatMap((type) => {
    const all = engine.registry.categories(type)
    return [...all.values()]
      .filter((category) => category.leaf)
      .map((category) => ({ type, category, group: category.parent === null ? undefined : all.get(category.parent) }))
  })

const findService = (engine: Engine, code: string): Service => {
  const found = services(engine).find((service) => service.category.code === code)
  if (!found) throw new AppError('NOT_FOUND', { detail: `没有服务 ${code}` })
  return found
}

export const serviceList = (engine: Engine): Value[] =>
  services(engine).map(({ category, group }) => ({
    service_code: category.code,
    service_name: category.title.zh,
    description: category.filing?.zh ?? category.title.zh,
    metadata: false,
    type: 'realtime',
    keywords: category.words.join(','),
    group: group?.title.zh ?? '',
  }))

/** Throws NOT_FOUND. No service asks for more than the standard's own fields. */
export const serviceDefinition = (engine: Engine, code: string): { service_code: string; attributes: Value[] } => ({
  service_code: findService(engine, code).category.code,
  attributes: [],
})

const titleOf = (input: PostRequest, service: Service): string => {
  const [first = ''] = input.description.split('\n')
  const line = first.trim().slice(0, 60)
  return line.length >= 2 ? line : service.category.title.zh
}

const plainPhone = (phone: string): string => (/^\+?\d[\d -]{5,18}$/.test(phone) ? phone : '')

/** Opens a case. Throws NOT_FOUND for an unknown service, OUTSIDE_CITY, OUT_OF_SCOPE. */
export const postRequest = async (
  engine: Engine,
  actor: Actor,
  input: PostRequest,
  options: { clientKey?: string; traceId?: string },
): Promise<{ service_request_id: string; service_notice: string }> => {
  const service = findService(engine, input.service_code)
  const name = `${input.last_name}${input.first_name}`
  const phone = plainPhone(input.phone)
  const id = await openCaseNow(engine, {
    actor,
    ...(options.traceId ? { traceId: options.traceId } : {}),
    ...(input.media_url ? { data: { mediaUrl: input.media_url } } : {}),
    report: {
      type: service.type,
      category: service.category.code,
      title: titleOf(input, service),
      description: input.description.slice(0, 2000),
      place: { lon: input.long, lat: input.lat, crs: 'EPSG:4326', address: input.address_string },
      attachments: [],
      urgency: 'normal',
      ...(name || phone ? { contact: { name: name.slice(0, 40), phone } } : {}),
      ...(options.clientKey ? { clientKey: options.clientKey } : {}),
    },
  })
  const row = await findCase(engine.writer.pool, districtOfId(id), id)
  return { service_request_id: id, service_notice: row ? `案卷号 ${row.caseNo}` : '' }
}

const expected = (engine: Engine, row: CaseRow): string | null => {
  const { handleClock, totalClock } = engine.registry.pinned(row.type, row.version).measures
  const runs = row.fold.clocks.filter((run) => run.stoppedAt === null)
  const run = runs.findLast((each) => each.clock === handleClock) ?? runs.findLast((each) => each.clock === totalClock)
  try {
    return run ? (dueOf(run, engine.math)?.toISOString() ?? null) : null
  } catch {
    return null
  }
}

/** About a hundred metres: enough to find the street, too little to find the door. */
const blurred = (degrees: number | null): number | null => (degrees === null ? null : Math.round(degrees * 1000) / 1000)

/** Words, address and exact place are for the system that sent the request; everybody else learns what and roughly where. */
const requestView = (engine: Engine, actor: Actor, row: CaseRow): Value => {
  const own = row.reporter !== null && row.reporter === actor.id
  const { citizen } = stateOf(engine.registry.pinned(row.type, row.version), row.state)
  const service = categoryTitle(engine.registry.categories(row.type), row.category).zh
  return {
    service_request_id: row.id,
    status: row.open ? 'open' : 'closed',
    status_notes: citizen.text.zh,
    service_name: service,
    service_code: row.category,
    description: own ? row.description || row.title : service,
    agency_responsible: unitName(engine.ports.units, row.unit) ?? '',
    service_notice: `案卷号 ${row.caseNo}`,
    requested_datetime: row.reportedAt.toISOString(),
    updated_datetime: row.updatedAt.toISOString(),
    expected_datetime: expected(engine, row),
    address: own ? row.address : engine.ports.regions.name(row.region),
    address_id: row.region,
    zipcode: '',
    lat: own ? row.lat : blurred(row.lat),
    long: own ? row.lon : blurred(row.lon),
    media_url: '',
  }
}

/** The standard's own limit for a list without ids. */
const MOST_DAYS = 90

const isId = (id: string): boolean => /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/.test(id)

export const requestList = async (engine: Engine, actor: Actor, input: ListRequests): Promise<Value[]> => {
  const open = publicSources(engine)
  const to = input.end_date ?? new Date(engine.ctx.now().getTime() + 1)
  const from = input.start_date ?? new Date(to.getTime() - MOST_DAYS * DAY)
  if (to <= from || to.getTime() - from.getTime() > MOST_DAYS * DAY)
    throw new AppError('INVALID_INPUT', { detail: `start_date 与 end_date 应相差 ${MOST_DAYS} 天以内` })
  const statuses = new Set(input.status)
  const rows = await listRequests(engine.writer.pool, {
    types: [...new Set(open.map(({ type }) => type))],
    sources: [...new Set(open.map(({ source }) => source.id))],
    from,
    to,
    ...(input.service_request_id ? { ids: input.service_request_id.filter(isId) } : {}),
    ...(input.service_code ? { categories: input.service_code } : {}),
    ...(input.updated_after ? { updatedAfter: input.updated_after } : {}),
    ...(input.updated_before ? { updatedBefore: input.updated_before } : {}),
    ...(statuses.size === 1 ? { open: statuses.has('open') } : {}),
    limit: input.page_size,
    offset: (input.page - 1) * input.page_size,
  })
  return rows.map((row) => requestView(engine, actor, row))
}

/** Throws NOT_FOUND, also for a case that the public did not report. */
export const requestById = async (engine: Engine, actor: Actor, id: string): Promise<Value> => {
  const row = await findCase(engine.writer.pool, districtOfId(id), id)
  if (!row?.fold.public) throw new AppError('NOT_FOUND', { detail: `没有请求 ${id}` })
  return requestView(engine, actor, row)
}
