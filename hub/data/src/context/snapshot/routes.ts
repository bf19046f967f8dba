/** /snapshots (clauses 5.16, 6.36 to 6.38). What is done inside a snapshot goes over the routes of entities, with the header NGSILD-Snapshot. */
import { askedByObject } from '../http/asking.ts'
import { type Answer, answer, bodyObject, created, type Exchange, NO_CONTENT } from '../http/exchange.ts'
import { askerOf } from '../http/guarding.ts'
import { BASE_PATH, type NgsiRoute } from '../http/plugin.ts'
import type { NgsiServices } from '../http/services.ts'
import type { Instance } from '../model/entity.ts'
import { isUri, type Json, type JsonObject } from '../model/json.ts'
import { bad, missing } from '../problem.ts'
import { pathsOf, type Q } from '../query/q-ast.ts'
import { matchesQ } from '../query/q-match.ts'
import { parseQ } from '../query/q-parse.ts'
import { pastByObject } from '../temporal/past-asking.ts'
import { readClone, readFragment, readNew } from './read-snapshot.ts'
import { type Snapshot, writeSnapshot } from './snapshot.ts'
import type { Snapshots } from './snapshots.ts'

/** Members that snapshots are chosen by. */
const MEMBERS = new Set([
  ...['id', 'type', 'snapshotPriority', 'snapshotStatus', 'snapshotLifetime', 'endpoint'],
  ...['createdAt', 'modifiedAt', 'expiresAt', 'lastUsedAt'],
])

const readPurge = (text: string | undefined): Q => {
  if (text === undefined) throw bad('param.invalid', { name: 'q', value: '' })
  const q = parseQ(text)
  for (const { names, trailing, linked } of pathsOf(q))
    if (names.length > 1 || trailing.length > 0 || linked || !MEMBERS.has(names[0] as string))
      throw bad('snapshot.invalid', { reason: `q: ${names.join('.')}` })
  return q
}

/** A snapshot in the words of a query: its members as if they were properties. */
const asEntity = (snapshot: Snapshot) => {
  const members = Object.entries(writeSnapshot(snapshot)).filter(([name]) => MEMBERS.has(name))
  return {
    id: snapshot.id,
    types: [],
    scope: [],
    attributes: Object.fromEntries(members.map(([name, value]): [string, Instance[]] => [name, [{ type: 'Property', value }]])),
    createdAt: '',
    modifiedAt: '',
  }
}

const list = (value: Json | undefined): JsonObject[] => (value ?? []) as JsonObject[]

export const snapshotRoutes = (services: NgsiServices, snapshots: Snapshots): NgsiRoute[] => {
  const { contexts } = services

  const idOf = ({ params: { id = '' } }: Exchange): string => {
    if (!isUri(id)) throw bad('id.invalid', { id })
    return id
  }

  const pathOf = ({ id }: Snapshot): string => `${BASE_PATH}/snapshots/${id}`

  const written = async (exchange: Exchange, snapshot: Snapshot): Promise<Answer> => ({
    ...answer(200, writeSnapshot(snapshot)),
    // its queries mean what they meant when they were asked
    context: await contexts.resolve(exchange.tenant, (snapshot.context ?? undefined) as Json | undefined),
  })

  const create = async (exchange: Exchange): Promise<Answer> => {
    const read = readNew(bodyObject(exchange))
    const current = await Promise.all(list(read.doc.snapshotQueries).map((query) => askedByObject(exchange, services, query)))
    const past = await Promise.all(list(read.doc.snapshotTemporalQueries).map((query) => pastByObject(exchange, services, query)))
    return created(pathOf(await snapshots.create(exchange, read, { current, past })))
  }

  const clone = async (exchange: Exchange): Promise<Answer> => {
    const from = await snapshots.find(exchange, askerOf(exchange), idOf(exchange))
    return created(pathOf(await snapshots.clone(exchange, from, readClone(bodyObject(exchange)))))
  }

  const purge = async (exchange: Exchange): Promise<Answer> => {
    const q = readPurge(exchange.query.q)
    const chosen = (await snapshots.list(exchange)).filter((snapshot) => matchesQ(asEntity(snapshot), q))
    if (chosen.length === 0) throw missing('snapshot.unknown', { id: exchange.query.q as string })
    for (const snapshot of chosen) await snapshots.remove(snapshot)
    return NO_CONTENT
  }

  const common = { permission: 'entity.read', inSnapshot: 'outside' } as const
  return [
    { ...common, method: 'POST', path: '/snapshots', body: 'object', handle: create },
    { ...common, method: 'DELETE', path: '/snapshots', query: ['q'], handle: purge },
    {
      ...common,
      method: 'GET',
      path: '/snapshots/:id',
      handle: async (exchange) => written(exchange, await snapshots.find(exchange, askerOf(exchange), idOf(exchange))),
    },
    {
      ...common,
      method: 'PATCH',
      path: '/snapshots/:id',
      body: 'object',
      handle: async (exchange) => {
        const found = await snapshots.own(exchange, idOf(exchange))
        return written(exchange, await snapshots.update(found, readFragment(bodyObject(exchange))))
      },
    },
    {
      ...common,
      method: 'DELETE',
      path: '/snapshots/:id',
      handle: async (exchange) => {
        await snapshots.remove(await snapshots.own(exchange, idOf(exchange)))
        return NO_CONTENT
      },
    },
    { ...common, method: 'POST', path: '/snapshots/:id/clone', body: 'object', handle: clone },
  ]
}
