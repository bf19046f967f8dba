import type { MyLookup, MyObjection, MyRead, ObjectionState, Purpose, Resource } from '@haihe/contract'
import type { UnitIndex } from '@haihe/kernel'
import type { LookupRow, ObjectionRow } from './objection-store.ts'
import type { SubjectRead } from './reads-store.ts'

type Names = Pick<UnitIndex, 'name'>

export const readView = (
  read: SubjectRead,
  resource: Resource | undefined,
  me: string,
  units: Names,
  objection: ObjectionState | null,
): MyRead => {
  const titles = new Map(resource?.fields.map(({ name, title }) => [name, title]))
  const masked = new Set(read.masked)
  return {
    id: read.id,
    at: read.at.toISOString(),
    name: read.actorName,
    unit: read.unit,
    unitName: read.unit === null ? null : units.name(read.unit),
    own: read.actor === me,
    resource: read.resource,
    resourceTitle: resource?.title ?? read.resource,
    purpose: read.purpose as Purpose | null,
    basis: read.basis,
    way: read.way,
    fields: [...new Set([...read.fields, ...read.masked])].map((name) => ({
      name,
      title: titles.get(name) ?? name,
      masked: masked.has(name),
    })),
    objection,
  }
}

export const objectionView = (row: ObjectionRow, resource: Resource | undefined): MyObjection => ({
  read: row.read,
  resource: row.resource,
  resourceTitle: resource?.title ?? row.resource,
  text: row.text,
  at: row.at.toISOString(),
  state: row.state,
  caseId: row.caseId,
  caseNo: row.caseNo,
  reply: row.reply,
  changedAt: row.changedAt.toISOString(),
})

export const lookupView = (row: LookupRow, units: Names): MyLookup => ({
  id: row.id,
  at: row.at.toISOString(),
  name: row.actorName,
  unitName: row.unit === null ? null : units.name(row.unit),
  purpose: row.purpose as Purpose,
  basis: row.basis,
})
