/** Suggesting and confirming classifications of a resource. */
import {
  type Actor,
  AppError,
  type ClassificationConfirmation,
  type FieldClassification,
  holdsFor,
  lowersProtection,
  type Resource,
  reviewsFor,
} from '@haihe/contract'
import { type Audit, type Ctx, inTransaction, localDate } from '@haihe/kernel'
import type { Catalogue, Held } from '../platform/ports.ts'
import * as lowerings from './lowering-store.ts'
import { suggestField } from './suggest/suggest.ts'
import * as store from './suggestion-store.ts'

export const SYSTEM: Actor = { id: 'system:classification', kind: 'system', name: '分类分级', grants: [], assurance: 0 }
/** Rows of a sample: enough to tell 95 % from 98 %. */
const SAMPLE = 1000
const SHORTEST_REASON = 8

export interface ClassifyDeps {
  ctx: Pick<Ctx, 'db' | 'now' | 'city'>
  catalogue: Pick<Catalogue, 'get' | 'find' | 'classify'>
  held: Pick<Held, 'table'>
  audit: Pick<Audit, 'record'>
}

export interface Classify {
  /** looks at names and a sample anew; what is not confirmed follows where the suggestion is stricter */
  suggest: (actor: Actor, resource: Resource) => Promise<Resource>
  confirm: (
    actor: Actor,
    resource: Resource,
    confirmation: ClassificationConfirmation,
  ) => Promise<{ resource: Resource; confirmed: string[]; waiting: string[] }>
  decide: (actor: Actor, id: number, approve: boolean, reason: string) => Promise<void>
}

const isPersonalResource = (resource: Resource): boolean =>
  resource.subject?.kind === 'person' || resource.fields.some(({ standard }) => standard?.includes('11643'))

export const mayDecide = (actor: Actor, lowering: { owner: string; region: string; askedBy: string }): boolean =>
  actor.id !== lowering.askedBy && (holdsFor(actor, 'classification.confirm', lowering) || reviewsFor(actor, lowering))

export const createClassify = ({ ctx, catalogue, held, audit }: ClassifyDeps): Classify => {
  const today = (): string => localDate(ctx.now())

  const suggestionsFor = async (resource: Resource) => {
    const names = resource.fields.map(({ name }) => name)
    const hasRows = resource.kind === 'table' && resource.rows > 0
    const values = hasRows
      ? await store.sampleValues(ctx.db, held.table(resource), names, resource.rows, SAMPLE)
      : new Map<string, string[]>()
    const personal = isPersonalResource(resource)
    return resource.fields.map((field) => {
      const sample = { ...field, values: values.get(field.name) ?? [], personal }
      return { field: field.name, ...suggestField(sample, today()), sampled: sample.values.length }
    })
  }

  /** What the owner says of each field; throws INVALID_INPUT for fields that are not there. */
  const wanted = async (resource: Resource, { fields, accept }: ClassificationConfirmation) => {
    const suggested = new Map((await store.suggestionsOf(ctx.db, [resource.id])).map((row) => [row.field, row]))
    const known = new Map(resource.fields.map((field) => [field.name, field.classification]))
    const names = [...new Set([...accept, ...Object.keys(fields)])]
    const missing = names.filter((name) => !known.has(name))
    if (missing.length > 0)
      throw new AppError('INVALID_INPUT', {
        errors: missing.map((name) => ({ path: `fields.${name}`, message: `没有信息项 ${name}` })),
      })
    return names.map((name) => {
      const before = known.get(name) as FieldClassification
      const said = fields[name]
      const suggestion = suggested.get(name)
      // accepting never lowers: where the suggestion is laxer, what holds is confirmed
      const taken = suggestion && !lowersProtection(before, suggestion) ? suggestion : before
      const { grade, category, mask } = said ?? taken
      const reason = said?.reason || (said ? '数源单位确认' : taken.reason)
      return { name, said: said?.reason ?? '', before, after: { grade, category, mask, confirmed: true, reason } }
    })
  }

  /** What was asked about must still be what holds. */
  const lower = async (row: lowerings.LoweringRow, by: Actor): Promise<void> => {
    const resource = await catalogue.get(row.resource)
    const holds = resource.fields.find(({ name }) => name === row.field)?.classification
    const same = (one: FieldClassification): boolean =>
      holds?.grade === one.grade && holds.mask === one.mask && holds.category === one.category
    if (!same(row.before) && !same(row.after))
      throw new AppError('CONFLICT', { detail: '该信息项的分级在申请之后有变化，请退回后重新申请' })
    const reason = `${row.reason}（${row.askedByName}申请，${by.name}复核）`.slice(0, 500)
    await catalogue.classify(SYSTEM, row.resource, { [row.field]: { ...row.after, reason } })
  }

  return {
    async suggest(actor, resource) {
      const suggestions = await suggestionsFor(resource)
      await inTransaction(ctx.db, async (trx) => {
        await store.saveSuggestions(trx, resource.id, suggestions, ctx.now())
        await audit.record(trx, [
          {
            actor,
            action: 'classification.suggest',
            subject: `resource:${resource.id}`,
            region: resource.region,
            purpose: 'quality',
            basis: '数据分类分级',
            details: { fields: suggestions.length, sampled: Math.max(0, ...suggestions.map(({ sampled }) => sampled)) },
          },
        ])
      })
      const stricter = suggestions.flatMap(({ field, grade, category, mask, reason }) => {
        const current = resource.fields.find(({ name }) => name === field)!.classification
        const next = { grade, category, mask, confirmed: false, reason }
        const same = current.grade === grade && current.category === category && current.mask === mask
        return current.confirmed || same || lowersProtection(current, next) ? [] : [[field, next] as const]
      })
      return stricter.length > 0 ? catalogue.classify(SYSTEM, resource.id, Object.fromEntries(stricter)) : resource
    },

    async confirm(actor, resource, confirmation) {
      if (!holdsFor(actor, 'classification.confirm', resource)) throw new AppError('OUT_OF_SCOPE')
      const all = await wanted(resource, confirmation)
      const lower = all.filter(({ before, after }) => lowersProtection(before, after))
      const short = lower.filter(({ said }) => said.length < SHORTEST_REASON)
      if (short.length > 0)
        throw new AppError('INVALID_INPUT', {
          errors: short.map(({ name }) => ({
            path: `fields.${name}.reason`,
            message: `降低保护级别须写明理由（不少于 ${SHORTEST_REASON} 个字），并由另一人复核`,
          })),
        })
      const direct = all.filter((one) => !lower.includes(one))
      const after =
        direct.length > 0
          ? await catalogue.classify(actor, resource.id, Object.fromEntries(direct.map((one) => [one.name, one.after])))
          : resource
      await inTransaction(ctx.db, async (trx) => {
        for (const one of lower) {
          const made = await lowerings.insertLowering(trx, {
            resource: resource.id,
            owner: resource.owner,
            region: resource.region,
            field: one.name,
            before: one.before,
            after: one.after,
            reason: one.said,
            askedBy: actor.id,
            askedByName: actor.name,
            askedAt: ctx.now(),
          })
          if (!made) throw new AppError('ALREADY_EXISTS', { detail: `信息项 ${one.name} 已有降级申请待复核` })
        }
        if (lower.length > 0)
          await audit.record(trx, [
            {
              actor,
              action: 'classification.ask-lowering',
              subject: `resource:${resource.id}`,
              region: resource.region,
              details: { fields: lower.map(({ name, before, after: to }) => ({ name, from: before.grade, to: to.grade })) },
            },
          ])
      })
      return { resource: after, confirmed: direct.map(({ name }) => name), waiting: lower.map(({ name }) => name) }
    },

    async decide(actor, id, approve, reason) {
      await inTransaction(ctx.db, async (trx) => {
        const row = await lowerings.lockLowering(trx, id)
        if (!row) throw new AppError('NOT_FOUND')
        if (!mayDecide(actor, row))
          throw new AppError(actor.id === row.askedBy ? 'FORBIDDEN' : 'OUT_OF_SCOPE', { detail: '降级须由另一人复核' })
        if (row.state !== 'open') throw new AppError('CONFLICT')
        await lowerings.decideLowering(trx, id, {
          state: approve ? 'approved' : 'refused',
          id: actor.id,
          name: actor.name,
          at: ctx.now(),
          decision: reason,
        })
        await audit.record(trx, [
          {
            actor,
            action: approve ? 'classification.approve-lowering' : 'classification.refuse-lowering',
            subject: `resource:${row.resource}`,
            region: row.region,
            details: { field: row.field, from: row.before.grade, to: row.after.grade, askedBy: row.askedBy, reason },
          },
        ])
        // last: the catalogue commits by itself, and what it refuses undoes the decision
        if (approve) await lower(row, actor)
      })
    },
  }
}
