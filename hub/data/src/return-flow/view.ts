import { type Actor, holds, holdsFor, type ReturnFigure, type ReturnPackage, unitsOf } from '@haihe/contract'
import type { RegionIndex, UnitIndex } from '@haihe/kernel'
import type { Catalogue } from '../platform/ports.ts'
import type { FigureRow, PackageRow, PartRow } from './package-store.ts'
import { mayManage } from './packages.ts'

export interface ViewDeps {
  catalogue: Pick<Catalogue, 'find'>
  units: Pick<UnitIndex, 'name'>
  regions: Pick<RegionIndex, 'name'>
}

export const mayRead = (actor: Actor, row: Pick<PackageRow, 'unit'>): boolean =>
  holds(actor, 'data.read') && unitsOf(actor).includes(row.unit)

export const packageView = async (
  deps: ViewDeps,
  actor: Actor,
  row: PackageRow,
  parts: readonly PartRow[],
): Promise<ReturnPackage> => {
  const { catalogue, units, regions } = deps
  const shown = await Promise.all(
    parts.map(async ({ part, resource: id, grant, state, fields, clear, decidedAt, reason, rows }) => {
      const resource = await catalogue.find(id)
      return {
        part,
        resource: id,
        title: resource?.title ?? id,
        owner: resource?.owner ?? '',
        ownerName: resource ? units.name(resource.owner) : '',
        state,
        decidedAt: decidedAt?.toISOString() ?? null,
        reason,
        canDecide:
          row.state !== 'ended' && state === 'proposed' && resource !== undefined && holdsFor(actor, 'grant.manage', resource),
        clear,
        grant,
        rows,
        fields: (resource?.fields ?? [])
          .filter(({ name }) => fields.includes(name))
          .map(({ name, title, type }) => ({ name, title, type })),
      }
    }),
  )
  return {
    id: row.id,
    title: row.title,
    summary: row.summary,
    unit: row.unit,
    unitName: units.name(row.unit),
    region: row.region,
    regionName: regions.name(row.region),
    cycle: row.cycle,
    basis: row.basis,
    until: row.untilAt.toISOString(),
    state: row.state,
    version: row.version,
    rows: parts.reduce((sum, { rows }) => sum + rows, 0),
    fields: parts.reduce((sum, { fields }) => sum + fields.length, 0),
    changedAt: row.changedAt?.toISOString() ?? null,
    checkedAt: row.checkedAt?.toISOString() ?? null,
    error: row.error,
    canRead: mayRead(actor, row),
    canManage: await mayManage(deps, actor, parts),
    parts: shown,
  }
}

export const figureView = (row: FigureRow, regions: Pick<RegionIndex, 'name'>): ReturnFigure => ({
  region: row.region,
  regionName: regions.name(row.region),
  packages: row.packages,
  fields: row.fields,
  rows: row.rows,
  checkedAt: row.checkedAt?.toISOString() ?? null,
})
