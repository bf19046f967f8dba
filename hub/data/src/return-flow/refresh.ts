/**
 * Makes the next version of a package: every row comes through the Reader as the unit's grant shows it, and only what
 * differs from the version before is written. Rows are compared as shown: a mask may hide what told them apart.
 */
import { createHash } from 'node:crypto'
import { type Actor, AppError, type Decision, type ReadWay, type Resource } from '@haihe/contract'
import { type Audit, type Ctx, inTransaction, type Trx } from '@haihe/kernel'
import type { Catalogue, Policy, Reader } from '../platform/ports.ts'
import * as packages from './package-store.ts'
import * as store from './row-store.ts'

/** Versions that can be read again. */
const KEPT = 30

export interface RefreshDeps {
  ctx: Pick<Ctx, 'db' | 'now'>
  catalogue: Pick<Catalogue, 'find'>
  policy: Pick<Policy, 'decide'>
  reader: Pick<Reader, 'stream'>
  audit: Pick<Audit, 'record'>
}

/** The unit itself asks, by a machine: the grant decides what it sees, nothing else does. */
const returnActor = ({ id, title, unit, region }: Pick<packages.PackageRow, 'id' | 'title' | 'unit' | 'region'>): Actor => ({
  id: `return-flow:${id}`,
  kind: 'machine',
  name: `数据回流：${title}`,
  grants: [{ role: 'client', unit, region }],
  assurance: 3,
})

/** What of a decision makes rows look as they do. */
export const shapeOf = (decision: Decision, fields: readonly string[]): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        decision.grant,
        decision.regions,
        decision.subject,
        [...fields].sort().map((name) => [name, decision.fields[name]?.effect ?? 'deny', decision.fields[name]?.mask ?? 'hide']),
      ]),
    )
    .digest('hex')

export const decidePart = (
  policy: Pick<Policy, 'decide'>,
  actor: Actor,
  resource: Resource,
  { part, basis, way, at }: { part: packages.PartRow; basis: string; way: ReadWay; at: Date },
): Promise<Decision> => policy.decide({ actor, resource, reason: { purpose: 'return-flow', basis }, way, at, grant: part.grant })

const hashOf = (row: Record<string, unknown>): string =>
  createHash('sha256')
    .update(
      JSON.stringify(
        Object.keys(row)
          .sort()
          .map((name) => [name, row[name]]),
      ),
    )
    .digest('hex')

interface Made {
  added: number
  removed: number
  rows: number
}

const refreshPart = async (
  deps: RefreshDeps,
  trx: Trx,
  row: packages.PackageRow,
  part: packages.PartRow,
  version: number,
): Promise<Made> => {
  const { ctx, catalogue, policy, reader } = deps
  const resource = await catalogue.find(part.resource)
  if (!resource) throw new AppError('NOT_FOUND', { resource: part.resource })
  const actor = returnActor(row)
  const decision = await decidePart(policy, actor, resource, { part, basis: row.basis, way: 'export', at: ctx.now() })
  const shape = shapeOf(decision, part.fields)
  // rows of another decision are no longer the unit's to see, in no version
  if (part.shape !== null && part.shape !== shape) await store.dropPart(trx, row.id, part.part)
  await store.openArrivals(trx)
  const reason = { purpose: 'return-flow', basis: row.basis } as const
  const stream = reader.stream({
    actor,
    resource,
    reason,
    way: 'export',
    fields: part.fields,
    where: [],
    grant: part.grant,
    keepSubject: true,
  })
  for await (const chunk of stream)
    await store.addArrivals(
      trx,
      chunk.map(({ _subject, ...doc }) => ({ hash: hashOf(doc), doc, subject: typeof _subject === 'string' ? _subject : null })),
    )
  const made = await store.mergeArrivals(trx, { id: row.id, part: part.part, version })
  await store.notePart(trx, row.id, part.part, shape, made.rows)
  return made
}

/** True when there is a new version. What the policy refuses is noted at the package and leaves it as it was. */
export const refreshPackage = async (deps: RefreshDeps, id: string): Promise<boolean> => {
  const { ctx, audit } = deps
  const row = await packages.findPackage(ctx.db, id)
  if (!row || row.state === 'ended') return false
  if (row.untilAt <= ctx.now()) {
    await inTransaction(ctx.db, (trx) => packages.endPackage(trx, id))
    return false
  }
  if (row.state !== 'active') return false
  try {
    return await inTransaction(ctx.db, async (trx) => {
      const locked = await store.lockPackage(trx, id)
      if (locked?.state !== 'active') return false
      const version = locked.version + 1
      const total: Made = { added: 0, removed: 0, rows: 0 }
      for (const part of await packages.partsOf(trx, [id])) {
        if (part.state !== 'confirmed') continue
        const made = await refreshPart(deps, trx, row, part, version)
        total.added += made.added
        total.removed += made.removed
        total.rows += made.rows
      }
      const at = ctx.now()
      await packages.noteChecked(trx, id, at, null)
      if (version > 1 && total.added + total.removed === 0) return false
      await store.saveVersion(trx, id, { version, at, ...total })
      await store.dropBefore(trx, id, version - KEPT + 1)
      await audit.record(trx, [
        {
          actor: returnActor(row),
          action: 'return-flow.refresh',
          subject: `return-package:${id}`,
          region: row.region,
          purpose: 'return-flow',
          basis: row.basis,
          details: { version, ...total },
        },
      ])
      return true
    })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    await packages.noteChecked(ctx.db, id, ctx.now(), error.message.slice(0, 500))
    return false
  }
}
