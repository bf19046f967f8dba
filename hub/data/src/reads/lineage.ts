/** Edges of the lineage graph that grants, exports and copies of tables make. */
import { CHANNEL_NAMES, type DataGrant, isUuid } from '@haihe/contract'
import { type Ctx, localDate, type UnitIndex } from '@haihe/kernel'
import type { Catalogue, LineageEdge, LineageNode, LineageProvider } from '../platform/ports.ts'
import { findGrant, grantsOf, grantsTo } from '../policy/grant-store.ts'
import { exportsAround, replicasAround } from './lineage-store.ts'

interface ReadLineageServices {
  ctx: Pick<Ctx, 'db'>
  catalogue: Pick<Catalogue, 'find'>
  units: Pick<UnitIndex, 'name'>
}

const day = (at: string | Date): string => localDate(new Date(at))

export const readLineage = ({ ctx, catalogue, units }: ReadLineageServices): LineageProvider => {
  const resourceNode = async (id: string): Promise<LineageNode> => ({
    kind: 'resource',
    id,
    title: (await catalogue.find(id))?.title ?? id,
  })
  const unitNode = (id: string): LineageNode => ({ kind: 'unit', id, title: units.name(id) })
  const grantNode = (id: string, grant: DataGrant | undefined): LineageNode => ({
    kind: 'grant',
    id,
    title: grant ? `${units.name(grant.grantee)} · ${grant.purpose} · 至 ${day(grant.until)}` : id,
  })

  const ofGrant = async (grant: DataGrant): Promise<LineageEdge[]> => {
    const node = grantNode(grant.id, grant)
    return [
      { from: await resourceNode(grant.resource), to: node, by: `授权依据：${grant.basis}` },
      { from: node, to: unitNode(grant.grantee), by: grant.channels.map((channel) => CHANNEL_NAMES[channel].zh).join('、') },
    ]
  }

  const ofFiles = async (around: { kind: string; id: string }): Promise<LineageEdge[]> => {
    const made = await exportsAround(ctx.db, around)
    const copies = await replicasAround(ctx.db, around)
    const edges = await Promise.all([
      ...made.map(async ({ id, resource, grant, unit, format, at }) => {
        const node: LineageNode = { kind: 'export', id, title: `${format.toUpperCase()} 导出 ${day(at)}` }
        return { node, resource, grant, unit, by: '导出文件' }
      }),
      ...copies.map(async ({ id, resource, grant, unit, shown }) => {
        const node: LineageNode = { kind: 'replication', id, title: `库表同步 ${shown}` }
        return { node, resource, grant, unit, by: '库表同步' }
      }),
    ])
    const out: LineageEdge[] = []
    for (const { node, resource, grant, unit, by } of edges) {
      const from = grant ? grantNode(grant, await findGrant(ctx.db, grant)) : await resourceNode(resource)
      out.push({ from, to: node, by })
      if (unit) out.push({ from: node, to: unitNode(unit), by })
    }
    return out
  }

  return {
    name: 'reads',
    edges: async (around) => {
      const isId = isUuid(around.id)
      if (around.kind === 'unit') {
        const grants = await grantsTo(ctx.db, [around.id])
        return [...(await Promise.all(grants.map(ofGrant))).flat(), ...(await ofFiles(around))]
      }
      if (!isId || !['resource', 'grant', 'export', 'replication'].includes(around.kind)) return []
      const grants =
        around.kind === 'resource'
          ? await grantsOf(ctx.db, around.id)
          : around.kind === 'grant'
            ? [await findGrant(ctx.db, around.id)].filter((grant) => grant !== undefined)
            : []
      return [...(await Promise.all(grants.map(ofGrant))).flat(), ...(await ofFiles(around))]
    },
  }
}
