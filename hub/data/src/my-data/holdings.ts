/** Which resources hold data about me, and my own rows of one of them, through the one policy. */
import { type Actor, AppError, type Decision, isServed, type MyHolding, type MyRecords, type Resource } from '@haihe/contract'
import type { Ctx, UnitIndex } from '@haihe/kernel'
import type { Catalogue, Held, Policy, Reader, Subjects } from '../platform/ports.ts'
import { countRows } from './reads-store.ts'

const OWN_BASIS = '《中华人民共和国个人信息保护法》第四十五条：个人查阅本人信息'
const OWN = { purpose: 'own-data', basis: OWN_BASIS } as const
type Subject = Awaited<ReturnType<Subjects['of']>>[number]

export interface HoldingDeps {
  ctx: Pick<Ctx, 'db' | 'now'>
  catalogue: Pick<Catalogue, 'find' | 'list'>
  held: Pick<Held, 'table'>
  policy: Pick<Policy, 'decide'>
  reader: Pick<Reader, 'read'>
  units: Pick<UnitIndex, 'name'>
}

const isOwn = (decision: Decision, subjects: readonly Subject[]): boolean =>
  (decision.effect === 'allow' || decision.effect === 'mask') && subjects.some(({ key }) => key === decision.subject)

const shown = (decision: Decision, resource: Resource): Resource['fields'] =>
  resource.fields.filter(({ name }) => (decision.fields[name]?.effect ?? 'deny') !== 'deny')

/** One page of resources about my kind of subject, in order of their numbers; those with nothing about me are left out. */
export const holdingsOf = async (
  { ctx, catalogue, held, policy, units }: HoldingDeps,
  actor: Actor,
  subjects: readonly Subject[],
  { after, limit }: { after: number; limit: number },
): Promise<{ items: MyHolding[]; next: number | null }> => {
  const about = (await catalogue.list({ kind: 'table' }))
    .filter((resource) => isServed(resource) && resource.rows > 0 && resource.no > after)
    .filter((resource) => subjects.some(({ kind }) => kind === resource.subject?.kind))
    .sort((a, b) => a.no - b.no)
  const page = about.slice(0, limit)
  const asked = await Promise.all(
    page.map(async (resource) => ({
      resource,
      subject: subjects.find(({ kind }) => kind === resource.subject?.kind)!,
      decision: await policy.decide({ actor, resource, reason: OWN, way: 'screen', at: ctx.now() }),
    })),
  )
  const allowed = asked.filter(({ decision }) => isOwn(decision, subjects))
  const counts = await countRows(
    ctx.db,
    allowed.map(({ resource, subject }) => ({ resource: resource.id, table: held.table(resource), subject: subject.key })),
  )
  const items = allowed.flatMap(({ resource, subject, decision }): MyHolding[] => {
    const rows = counts.get(resource.id) ?? 0
    if (rows === 0) return []
    return [
      {
        resource: resource.id,
        title: resource.title,
        summary: resource.summary,
        ownerName: units.name(resource.owner),
        kind: subject.kind,
        rows,
        fields: shown(decision, resource).length,
        updatedAt: resource.loadedAt,
      },
    ]
  })
  return { items, next: about.length > limit ? (page.at(-1)?.no ?? null) : null }
}

/** My rows of a resource; throws NOT_FOUND where the policy shows me none. */
export const ownRecords = async (
  { ctx, catalogue, policy, reader, units }: HoldingDeps,
  actor: Actor,
  subjects: readonly Subject[],
  { resource: id, cursor }: { resource: string; cursor: string | null },
): Promise<MyRecords> => {
  const resource = await catalogue.find(id)
  if (!resource) throw new AppError('NOT_FOUND')
  // asked before: a member of staff who may see everybody's rows sees their own here and no others
  const decision = await policy.decide({ actor, resource, reason: OWN, way: 'screen', at: ctx.now() })
  if (!isOwn(decision, subjects)) throw new AppError('NOT_FOUND')
  const page = await reader.read({ actor, resource, reason: OWN, way: 'screen', fields: null, where: [], limit: 20, cursor })
  if (!isOwn(page.decision, subjects)) throw new AppError('NOT_FOUND')
  return {
    resource: resource.id,
    title: resource.title,
    ownerName: units.name(resource.owner),
    fields: shown(page.decision, resource).map(({ name, title }) => ({
      name,
      title,
      masked: page.decision.fields[name]?.effect === 'mask',
    })),
    rows: page.rows,
    next: page.next,
  }
}
