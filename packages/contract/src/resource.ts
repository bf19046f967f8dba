/**
 * Information resource (信息资源): a catalogued data set or service with its owner, its fields and their classification.
 * Core metadata and codes follow 《政务信息资源目录编制指南》; grades follow GB/T 43697-2024.
 */
import { z } from 'zod'
import { RegionCode } from './region.ts'

/** Conditions under which other departments, or the public, may use a resource: 无条件 / 有条件 / 不予. */
export const ACCESS_TYPES = ['unconditional', 'conditional', 'refused'] as const
export const AccessType = z.enum(ACCESS_TYPES)
export type AccessType = z.infer<typeof AccessType>

/** 实时 日 周 月 季 半年 年 不定期 */
export const UPDATE_CYCLES = [
  'realtime',
  'daily',
  'weekly',
  'monthly',
  'quarterly',
  'half-yearly',
  'yearly',
  'irregular',
] as const
export const UpdateCycle = z.enum(UPDATE_CYCLES)
export type UpdateCycle = z.infer<typeof UpdateCycle>

export const FIELD_TYPES = ['text', 'integer', 'number', 'boolean', 'date', 'datetime', 'region', 'geometry', 'json'] as const
export const FieldType = z.enum(FIELD_TYPES)
export type FieldType = z.infer<typeof FieldType>

/** 1–4 一般数据的四级, 5 重要, 6 核心. A collection takes the maximum of its fields (就高从严). */
export const Grade = z.number().int().min(1).max(6)
export type Grade = z.infer<typeof Grade>

/** From this grade on a field is protected: every read names purpose and basis. */
export const PROTECTED_FROM: Grade = 3

/** What a field is about; the personal ones are protected whatever their grade. */
export const DATA_CATEGORIES = [
  'public',
  'business',
  'identity-number',
  'name',
  'phone',
  'address',
  'bank-card',
  'plate',
  'birthday',
  'place',
  'health',
  'biometric',
  'belief',
  'minor',
  'credit-code',
  'enterprise-secret',
  'security',
] as const
export const DataCategory = z.enum(DATA_CATEGORIES)
export type DataCategory = z.infer<typeof DataCategory>

/** Categories that say something of a living person (PIPL); `sensitive` ones need a basis of their own (PIPL 28). */
export const PERSONAL: readonly DataCategory[] = [
  'identity-number',
  'name',
  'phone',
  'address',
  'bank-card',
  'plate',
  'birthday',
  'place',
  'health',
  'biometric',
  'belief',
  'minor',
]
export const SENSITIVE: readonly DataCategory[] = ['bank-card', 'place', 'health', 'biometric', 'belief', 'minor']

/**
 * How a value is shown to who may not see it whole. `hide` gives null; `pseudonym` a reversible pseudonym per purpose;
 * the others are the rules of the reference §5.4.
 */
export const MASKS = [
  'none',
  'name',
  'identity-number',
  // first and last character alone: to outside, and wherever the birthday is known from elsewhere
  'identity-number-outer',
  'phone',
  'bank-card',
  'address',
  'place',
  'year',
  'pseudonym',
  'hide',
] as const
export const Mask = z.enum(MASKS)
export type Mask = z.infer<typeof Mask>

export const FieldClassification = z.object({
  grade: Grade,
  category: DataCategory,
  mask: Mask,
  /** confirmed by the owner; until then the suggestion holds */
  confirmed: z.boolean(),
  /** why this grade: the rule or sample that suggested it, or what the owner wrote */
  reason: z.string().max(500),
})
export type FieldClassification = z.infer<typeof FieldClassification>

export const FieldName = z.string().regex(/^[a-z][a-z0-9_]{0,59}$/, '字段名须以小写字母开头，由小写字母、数字和下划线组成')

export const ResourceField = z.object({
  /** column name */
  name: FieldName,
  /** 信息项名称 */
  title: z.string().min(1).max(100),
  type: FieldType,
  /** most characters of a text */
  length: z.number().int().min(1).max(100_000).nullable(),
  required: z.boolean(),
  /** data standard that values follow, for instance 'GB 11643'; null when none */
  standard: z.string().max(100).nullable(),
  description: z.string().max(500),
  classification: FieldClassification,
})
export type ResourceField = z.infer<typeof ResourceField>

/** 草稿 待审 已发布 变更中 已撤销; a changed resource keeps serving its last published version. */
export const RESOURCE_STATES = ['draft', 'reviewing', 'published', 'changing', 'withdrawn'] as const
export const ResourceState = z.enum(RESOURCE_STATES)
export type ResourceState = z.infer<typeof ResourceState>

/** Where the rows are: held by the hub, NGSI-LD entities of a type, or a service elsewhere that the hub only lists. */
export const RESOURCE_KINDS = ['table', 'entities', 'service'] as const
export const ResourceKind = z.enum(RESOURCE_KINDS)
export type ResourceKind = z.infer<typeof ResourceKind>

/** What the owner writes. */
export const ResourceDraft = z.object({
  title: z.string().min(2).max(200),
  summary: z.string().min(1).max(2000),
  /** classification path of the guide: class 1 基础 2 主题 3 部门, item, list, detail; digits with dots, for instance '2.11.1' */
  path: z.string().regex(/^[123](\.\d{1,3}){1,4}$/),
  /** unit that answers for it (数源单位) */
  owner: z.string().min(1),
  region: RegionCode,
  kind: ResourceKind,
  /** NGSI-LD type of kind 'entities', address of kind 'service'; null for tables */
  target: z.string().max(500).nullable(),
  fields: z.array(ResourceField).min(1).max(300),
  /** fields that together identify a row */
  keys: z.array(FieldName).min(1).max(10),
  /** field with the identity number of the person, or the credit code of the enterprise, a row is about */
  subject: z.object({ kind: z.enum(['person', 'enterprise']), field: FieldName }).nullable(),
  /** field with the region a row belongs to; null when rows have none and the resource's own region counts */
  regionField: FieldName.nullable(),
  sharing: z.object({ type: AccessType, condition: z.string().max(500), basis: z.string().max(500) }),
  opening: z.object({ type: AccessType, condition: z.string().max(500) }),
  channels: z.array(z.enum(['api', 'table', 'file'])).min(1),
  cycle: UpdateCycle,
  keywords: z.array(z.string().min(1).max(40)).max(20),
})
export type ResourceDraft = z.infer<typeof ResourceDraft>

export const Resource = ResourceDraft.extend({
  id: z.uuid(),
  /** short number, also names the table that holds the rows: held.r_<no> */
  no: z.number().int(),
  /** resource code: front part '/' sequence number */
  code: z.string(),
  state: ResourceState,
  /** version that is served; 0 before the first publication */
  version: z.number().int(),
  /** maximum of the fields, raised by volume */
  grade: Grade,
  /** 0…100, null before the first check */
  quality: z.number().nullable(),
  /** sharing stopped because quality fell below the limit */
  stopped: z.boolean(),
  /** rows held, and when the last of them came */
  rows: z.number().int(),
  loadedAt: z.iso.datetime({ offset: true }).nullable(),
  publishedAt: z.iso.datetime({ offset: true }).nullable(),
  updatedAt: z.iso.datetime({ offset: true }),
})
export type Resource = z.infer<typeof Resource>
