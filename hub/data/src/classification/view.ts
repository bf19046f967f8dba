/** What people see of classifications. */
import {
  type Actor,
  type ClassificationLowering,
  type ClassificationSuggestion,
  type ClassificationView,
  type Grade,
  holdsFor,
  type Resource,
  raisesProtection,
  type UnconfirmedResource,
} from '@haihe/contract'
import type { Db, UnitIndex } from '@haihe/kernel'
import { mayDecide } from './classify.ts'
import { type LoweringRow, openLowerings } from './lowering-store.ts'
import { suggestionsOf } from './suggestion-store.ts'

const fieldGrade = (resource: Resource): Grade => Math.max(...resource.fields.map(({ classification }) => classification.grade))
const unconfirmedOf = (resource: Resource): number =>
  resource.fields.filter(({ classification }) => !classification.confirmed).length

interface Looking {
  actor: Actor
  units: Pick<UnitIndex, 'name'>
}

export const classificationView = async (db: Db, { actor, units }: Looking, resource: Resource): Promise<ClassificationView> => {
  const [suggested, waiting] = await Promise.all([suggestionsOf(db, [resource.id]), openLowerings(db, resource.id)])
  const byField = new Map(suggested.map((row) => [row.field, row]))
  return {
    resource: resource.id,
    code: resource.code,
    title: resource.title,
    owner: resource.owner,
    ownerName: units.name(resource.owner),
    rows: resource.rows,
    grade: Math.max(resource.grade, fieldGrade(resource)),
    fieldGrade: fieldGrade(resource),
    unconfirmed: unconfirmedOf(resource),
    canConfirm: holdsFor(actor, 'classification.confirm', resource),
    fields: resource.fields.map(({ name, title, type, standard, classification }) => {
      const row = byField.get(name)
      const suggestion: ClassificationSuggestion | null = row
        ? {
            grade: row.grade,
            category: row.category,
            mask: row.mask,
            confidence: row.confidence,
            reason: row.reason,
            sampled: row.sampled,
            at: row.at.toISOString(),
          }
        : null
      return {
        name,
        title,
        type,
        standard,
        current: classification,
        suggestion,
        stricter: suggestion !== null && raisesProtection(classification, suggestion),
        lowering: waiting.get(name) ?? null,
      }
    }),
  }
}

export const unconfirmedView = ({ actor, units }: Looking, resource: Resource): UnconfirmedResource => ({
  resource: resource.id,
  code: resource.code,
  title: resource.title,
  owner: resource.owner,
  ownerName: units.name(resource.owner),
  grade: Math.max(resource.grade, fieldGrade(resource)),
  fields: resource.fields.length,
  unconfirmed: unconfirmedOf(resource),
  canConfirm: holdsFor(actor, 'classification.confirm', resource),
})

export const loweringView = (actor: Actor, row: LoweringRow, resource: Resource | undefined): ClassificationLowering => ({
  id: row.id,
  resource: row.resource,
  resourceTitle: resource?.title ?? row.resource,
  owner: row.owner,
  field: row.field,
  fieldTitle: resource?.fields.find(({ name }) => name === row.field)?.title ?? row.field,
  before: row.before,
  after: row.after,
  reason: row.reason,
  askedBy: row.askedBy,
  askedByName: row.askedByName,
  askedAt: row.askedAt.toISOString(),
  state: row.state,
  decidedBy: row.decidedBy,
  decidedByName: row.decidedByName,
  decidedAt: row.decidedAt?.toISOString() ?? null,
  decision: row.decision,
  canDecide: row.state === 'open' && mayDecide(actor, row),
})
