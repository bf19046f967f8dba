/** Reading a package: the kept rows are shown only while the policy still shows them so, and each read is recorded. */
import { type Actor, AppError, type ReadWay, type Resource } from '@haihe/contract'
import type { Ctx } from '@haihe/kernel'
import type { Catalogue, Policy, ReadLog } from '../platform/ports.ts'
import * as packages from './package-store.ts'
import { decidePart, shapeOf } from './refresh.ts'
import * as store from './row-store.ts'

export interface ServeDeps {
  ctx: Pick<Ctx, 'db' | 'now'>
  catalogue: Pick<Catalogue, 'find'>
  policy: Pick<Policy, 'decide'>
  log: ReadLog
}

export interface Asked {
  actor: Actor
  row: packages.PackageRow
  part: number
  /** null for the current one */
  version: number | null
  way: ReadWay
}

interface Ready {
  part: packages.PartRow
  resource: Resource
  version: number
  record: (found: readonly { subject: string | null }[]) => Promise<number>
}

const open = async (
  { ctx, catalogue, policy, log }: ServeDeps,
  { actor, row, part: no, version, way }: Asked,
): Promise<Ready> => {
  if (row.state !== 'active' || row.version === 0) throw new AppError('RETURN_NOT_READY')
  const part = (await packages.partsOf(ctx.db, [row.id])).find((one) => one.part === no && one.state === 'confirmed')
  const resource = part && (await catalogue.find(part.resource))
  if (!part || !resource) throw new AppError('NOT_FOUND')
  const wanted = version ?? row.version
  if (!(await store.hasVersion(ctx.db, row.id, wanted))) throw new AppError('NOT_FOUND', { version: wanted })
  const at = ctx.now()
  const decision = await decidePart(policy, actor, resource, { part, basis: row.basis, way, at })
  const refused = part.fields.filter((name) => (decision.fields[name]?.effect ?? 'deny') === 'deny')
  if (refused.length > 0)
    throw new AppError('DATA_DENIED', {
      fields: Object.fromEntries(refused.map((name) => [name, decision.fields[name]?.reason ?? 'field-not-granted'])),
    })
  // classification or grant changed since: the next refresh makes rows that fit
  if (shapeOf(decision, part.fields) !== part.shape) throw new AppError('RETURN_STALE')
  return {
    part,
    resource,
    version: wanted,
    record: (found) =>
      log.record(ctx.db, {
        actor: actor.id,
        actorName: actor.name,
        unit: row.unit,
        resource: resource.id,
        fields: part.fields,
        masked: part.fields.filter((name) => decision.fields[name]?.effect === 'mask'),
        purpose: 'return-flow',
        basis: row.basis,
        way,
        grant: part.grant,
        at,
        rows: found.length,
        subjects: [...new Set(found.flatMap(({ subject }) => subject ?? []))],
      }),
  }
}

export const readRows = async (deps: ServeDeps, asked: Asked, { after, limit }: { after: number; limit: number }) => {
  const { part, version, record } = await open(deps, asked)
  const found = await store.rowsAt(deps.ctx.db, { id: asked.row.id, part: part.part, version, after, limit })
  await record(found)
  return {
    version,
    part: part.part,
    rows: found.map(({ doc }) => doc),
    next: found.length === limit ? (found.at(-1)?.id ?? null) : null,
  }
}

const CHUNK = 2000

interface Download {
  resource: Resource
  fields: Resource['fields']
  version: number
  chunks: () => AsyncGenerator<Record<string, unknown>[]>
}

/** All rows of a part in chunks; every subject is on record before anybody has them. */
export const downloadRows = async (deps: ServeDeps, asked: Asked): Promise<Download> => {
  const { ctx, log } = deps
  const { part, resource, version, record } = await open(deps, asked)
  const read = await record([])
  return {
    resource,
    version,
    fields: resource.fields.filter(({ name }) => part.fields.includes(name)),
    async *chunks() {
      for (let after = 0; ; ) {
        const found = await store.rowsAt(ctx.db, { id: asked.row.id, part: part.part, version, after, limit: CHUNK })
        await log.extend(ctx.db, read, found.length, [...new Set(found.flatMap(({ subject }) => subject ?? []))])
        if (found.length > 0) yield found.map(({ doc }) => doc)
        if (found.length < CHUNK) return
        after = found.at(-1)!.id
      }
    },
  }
}
