/**
 * Entity types that scenarios declare become entries at start: published without review, because their words come with
 * the code. What an owner confirmed since (classification, sharing, opening, cycle) stays.
 */
import { createHash } from 'node:crypto'
import { type Actor, type EntityTypeDef, fieldNameOf, isServed, type ResourceDraft, type ResourceField } from '@haihe/contract'
import { type Db, inTransaction, type Trx } from '@haihe/kernel'
import { newCode } from './create.ts'
import { checkedDraft } from './draft.ts'
import { recordStep, type StepServices } from './steps.ts'
import * as store from './store.ts'

export interface Declared {
  type: EntityTypeDef
  /** what the scenario is called: the summary names it */
  title: string
  owner: string
  region: string
  /** classification path; '3.1.1' unless told */
  path?: string
}

const SYSTEM: Actor = { id: 'hub', kind: 'system', name: '中枢', grants: [], assurance: 4 }
const KINDS = { number: 'number', text: 'text', boolean: 'boolean' } as const

const field = (name: string, title: string, more: Partial<ResourceField>): ResourceField => ({
  name,
  title,
  type: 'text',
  length: null,
  required: false,
  standard: null,
  description: '',
  classification: { grade: 1, category: 'business', mask: 'none', confirmed: false, reason: '由场景声明' },
  ...more,
})

const fieldsOf = (type: EntityTypeDef): ResourceField[] => {
  const own = [
    field('id', '对象标识', { length: 256, required: true, description: 'NGSI-LD id' }),
    field('region', '区划', { type: 'region', standard: 'GB/T 2260' }),
    field('observed_at', '最近观测时间', { type: 'datetime' }),
  ]
  const taken = new Set(own.map(({ name }) => name))
  const attributes = type.attributes
    .filter(({ name }) => !taken.has(fieldNameOf(name)))
    .map(({ name, title, unit, kind }) =>
      field(fieldNameOf(name), title.zh, {
        type: KINDS[kind],
        length: kind === 'text' ? 2000 : null,
        description: [`${type.type}.${name}`, unit && `单位 ${unit}`].filter(Boolean).join('，'),
      }),
    )
  return [...own, ...attributes].slice(0, 300)
}

const cycleOf = (seconds: number | undefined): ResourceDraft['cycle'] => {
  if (seconds === undefined) return 'irregular'
  return seconds <= 900 ? 'realtime' : 'daily'
}

const draftFor = ({ type, title, owner, region, path = '3.1.1' }: Declared): ResourceDraft => ({
  title: type.title.zh.length > 1 ? type.title.zh : `${type.title.zh}（${type.type}）`,
  summary: `${title}：${type.title.zh}的最新状态（${type.title.en}, NGSI-LD ${type.type}）`,
  path,
  owner,
  region,
  kind: 'entities',
  target: type.type,
  fields: fieldsOf(type),
  keys: ['id'],
  subject: null,
  regionField: 'region',
  sharing: { type: 'unconditional', condition: '', basis: '' },
  opening: { type: 'refused', condition: '' },
  channels: ['api'],
  cycle: cycleOf(type.expectedEvery),
  keywords: [...new Set([type.type.slice(0, 40), title.slice(0, 40)])],
})

const digestOf = (draft: ResourceDraft): string => createHash('sha256').update(JSON.stringify(draft)).digest('hex')

/** The declaration's words over what is served: what the owner decides stays, and so does a confirmed classification. */
const merged = (served: ResourceDraft, draft: ResourceDraft): ResourceDraft => {
  const known = new Map(served.fields.map((one) => [one.name, one]))
  const { sharing, opening, cycle, channels, subject, path } = served
  const fields = draft.fields.map((one) => {
    const { classification } = known.get(one.name) ?? one
    return classification.confirmed ? { ...one, classification } : one
  })
  return { ...draft, sharing, opening, cycle, channels, path, subject, fields }
}

const declareNew = async (trx: Trx, services: StepServices, draft: ResourceDraft): Promise<void> => {
  const row = await store.insertResource(trx, {
    path: draft.path,
    code: await newCode(trx, draft.path),
    state: 'published',
    version: 1,
    served: draft,
    work: null,
    authors: [],
    declared: digestOf(draft),
    at: services.now(),
  })
  await recordStep(trx, services, {
    actor: SYSTEM,
    name: 'declare',
    reason: '场景声明',
    row,
    version: { authors: [SYSTEM.id], reviewer: null },
  })
}

const declareAgain = async (trx: Trx, services: StepServices, row: store.ResourceRow, draft: ResourceDraft): Promise<boolean> => {
  const declared = digestOf(draft)
  if (row.declared === declared || !isServed(row) || !row.served) return false
  const at = services.now()
  const after = { ...row, declared, served: merged(row.served, draft), version: row.version + 1, publishedAt: at, updatedAt: at }
  await store.saveResource(trx, after)
  await recordStep(trx, services, {
    actor: SYSTEM,
    name: 'declare',
    reason: '场景声明有变更',
    row: after,
    version: { authors: [SYSTEM.id], reviewer: null },
  })
  return true
}

/** Idempotent, and safe when several processes start at once. Returns how many entries are new or changed. */
export const declareEntries = (db: Db, services: StepServices, declared: readonly Declared[]): Promise<number> =>
  inTransaction(db, async (trx) => {
    await store.lockDeclarations(trx)
    const known = new Map((await store.declaredResources(trx)).map((row) => [(row.served ?? row.work)?.target, row]))
    let count = 0
    const types = new Map([...declared].reverse().map((one) => [one.type.type, one]))
    for (const one of [...types.values()].reverse()) {
      const draft = checkedDraft(draftFor(one))
      const row = known.get(draft.target)
      if (!row) await declareNew(trx, services, draft)
      if (!row || (await declareAgain(trx, services, row, draft))) count += 1
    }
    return count
  })
