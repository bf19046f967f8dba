/** Quality (数据质量): rules over the six dimensions of GB/T 36344 and what came of checking them. */
import { z } from 'zod'
import { FieldName, PERSONAL, PROTECTED_FROM, type ResourceField } from './resource.ts'
import type { Text } from './text.ts'

/** 规范性 完整性 准确性 一致性 时效性 可访问性 */
export const QUALITY_DIMENSIONS = [
  'conformity',
  'completeness',
  'accuracy',
  'consistency',
  'timeliness',
  'accessibility',
] as const
export const QualityDimension = z.enum(QUALITY_DIMENSIONS)
export type QualityDimension = z.infer<typeof QualityDimension>

export const QUALITY_DIMENSION_NAMES: Record<QualityDimension, Text> = {
  conformity: { zh: '规范性', en: 'Conformity' },
  completeness: { zh: '完整性', en: 'Completeness' },
  accuracy: { zh: '准确性', en: 'Accuracy' },
  consistency: { zh: '一致性', en: 'Consistency' },
  timeliness: { zh: '时效性', en: 'Timeliness' },
  accessibility: { zh: '可访问性', en: 'Accessibility' },
}

/** Data standards whose values can be checked. */
export const QUALITY_STANDARDS = ['GB 11643', 'GB 32100', 'GB/T 36904', 'GB/T 2260', 'phone', 'plate'] as const
export const QualityStandard = z.enum(QUALITY_STANDARDS)
export type QualityStandard = z.infer<typeof QualityStandard>

const Scalar = z.union([z.string().max(1000), z.number(), z.boolean()])
export const QUALITY_OPS = ['=', '!=', '<', '<=', '>', '>='] as const

/** The small language of conditions; compiled to functions, never to SQL. Null compared with anything is unknown. */
export type QualityCondition =
  | { all: QualityCondition[] }
  | { any: QualityCondition[] }
  | { not: QualityCondition }
  | { field: string; op: (typeof QUALITY_OPS)[number]; value: z.infer<typeof Scalar> }
  | { field: string; op: (typeof QUALITY_OPS)[number]; other: string }
  | { field: string; in: z.infer<typeof Scalar>[] }
  | { field: string; is: 'null' | 'not-null' }
  | { field: string; matches: string }

export const QUALITY_CONDITION_DEPTH = 5
export const QUALITY_CONDITION_PARTS = 100

const Leaf = z.union([
  z.strictObject({ field: FieldName, op: z.enum(QUALITY_OPS), value: Scalar }),
  z.strictObject({ field: FieldName, op: z.enum(QUALITY_OPS), other: FieldName }),
  z.strictObject({ field: FieldName, in: z.array(Scalar).min(1).max(500) }),
  z.strictObject({ field: FieldName, is: z.enum(['null', 'not-null']) }),
  z.strictObject({ field: FieldName, matches: z.string().min(1).max(200) }),
])
const Branch = z.union([
  z.strictObject({ all: z.array(z.unknown()).min(1).max(20) }),
  z.strictObject({ any: z.array(z.unknown()).min(1).max(20) }),
  z.strictObject({ not: z.unknown() }),
])

/** Path of the first part that is no condition; undefined when all are. Looks no deeper than allowed. */
const faultIn = (value: unknown, depth: number): (string | number)[] | undefined => {
  if (Leaf.safeParse(value).success) return undefined
  const branch = Branch.safeParse(value).data
  if (!branch || depth >= QUALITY_CONDITION_DEPTH) return []
  const [name, parts] = 'all' in branch ? ['all', branch.all] : 'any' in branch ? ['any', branch.any] : ['not', [branch.not]]
  for (const [n, part] of (parts as unknown[]).entries()) {
    const fault = faultIn(part, depth + 1)
    if (fault) return [name as string, ...(name === 'not' ? [] : [n]), ...fault]
  }
  return undefined
}

// walked by hand: a schema that unfolds or recurses would let a request decide how deep the parser goes
export const QualityCondition = z
  .unknown()
  .superRefine((value, context) => {
    const path = faultIn(value, 1)
    if (path) context.addIssue({ code: 'custom', message: '条件有误或嵌套过深', path })
  })
  .meta({
    description:
      '{all: […]} | {any: […]} | {not: …} | {field, op, value} | {field, op, other} | {field, in: […]} | {field, is} | {field, matches}',
  }) as unknown as z.ZodType<QualityCondition>

const one = z.tuple([FieldName])
const two = z.tuple([FieldName, FieldName])
const some = z.array(FieldName).min(1).max(10)
const none = z.array(FieldName).max(0)
const Bound = z.union([z.number(), z.string().regex(/^(today|\d{4}-\d{2}-\d{2}([T ].{5,30})?)$/)])

const shape = <K extends string, F extends z.ZodType, P extends z.ZodType>(kind: K, fields: F, parameters: P) =>
  z.strictObject({ kind: z.literal(kind), fields, parameters })

/** What is checked. `fields` in order where their order matters. */
export const QualityCheck = z.discriminatedUnion('kind', [
  // one row by itself
  shape('not-null', one, z.strictObject({})),
  shape('pattern', one, z.strictObject({ pattern: z.string().min(1).max(200) })),
  shape('code-list', one, z.strictObject({ codes: z.array(z.string().min(1).max(100)).min(1).max(2000) })),
  shape('standard', one, z.strictObject({ standard: QualityStandard })),
  shape('length', one, z.strictObject({ min: z.number().int().min(0).nullable(), max: z.number().int().min(0).nullable() })),
  shape('range', one, z.strictObject({ min: Bound.nullable(), max: Bound.nullable() })),
  /** region of the row lies within the region of the resource */
  shape('within-region', one, z.strictObject({})),
  /** birthday in the identity number is the birthday field */
  shape('identity-birthday', two, z.strictObject({})),
  shape('compare', two, z.strictObject({ op: z.enum(QUALITY_OPS) })),
  shape('expression', z.array(FieldName).min(1).max(20), z.strictObject({ condition: QualityCondition })),
  // rows together
  shape('unique', some, z.strictObject({})),
  /** the same thing written twice: blanks, case and full width do not tell two apart */
  shape('duplicate', some, z.strictObject({})),
  /** the values are a key, or a field, of another resource */
  shape('reference', some, z.strictObject({ resource: z.uuid(), fields: some })),
  /** one source of truth: where `on` is found in the other resource, the fields have its values */
  shape(
    'equal',
    some,
    z.strictObject({
      resource: z.uuid(),
      fields: some,
      on: z
        .array(z.strictObject({ own: FieldName, other: FieldName }))
        .min(1)
        .max(5),
    }),
  ),
  shape(
    'outlier',
    one,
    z.strictObject({
      method: z.enum(['robust-z', 'iqr']),
      threshold: z.number().positive().max(100),
      within: FieldName.nullable(),
    }),
  ),
  /** the same value so many times in a row; fields: value, time */
  shape('stuck', two, z.strictObject({ times: z.number().int().min(2).max(10_000), within: FieldName.nullable() })),
  /** no row for longer than this; field: time */
  shape('gap', one, z.strictObject({ seconds: z.number().int().min(1), within: FieldName.nullable() })),
  // the resource as a whole
  shape('freshness', none, z.strictObject({ graceHours: z.number().min(0).max(8784) })),
  shape('availability', none, z.strictObject({ days: z.number().int().min(1).max(90) })),
  shape('coverage', none, z.strictObject({ expected: z.number().int().min(1) })),
  // live sensing data
  shape('sensor-stuck', none, z.strictObject({})),
  shape('sensor-gap', none, z.strictObject({})),
  shape('sensor-complete', some.or(z.array(FieldName).min(1).max(300)), z.strictObject({})),
  shape('intake', none, z.strictObject({ hours: z.number().int().min(1).max(48) })),
])
export type QualityCheck = z.infer<typeof QualityCheck>
export type QualityKind = QualityCheck['kind']

const Common = {
  dimension: QualityDimension,
  title: z.string().min(1).max(200),
  /** against the other rules of its dimension */
  weight: z.number().positive().max(100),
  /** a warning is counted and shown, and does not enter the score */
  severity: z.enum(['error', 'warning']),
  /** in force from this local date on */
  since: z.iso.date(),
}

export const QualityRuleInput = z.strictObject({ ...Common, check: QualityCheck })
export type QualityRuleInput = z.infer<typeof QualityRuleInput>

export const QualityRule = z.object({
  /** 'default:…' where it follows from the published fields, else a uuid */
  id: z.string().min(1).max(200),
  resource: z.uuid(),
  ...Common,
  check: QualityCheck,
})
export type QualityRule = z.infer<typeof QualityRule>

const Instant = z.iso.datetime({ offset: true })

/** A rule with what was found when it was last checked. */
export const QualityRuleView = QualityRule.extend({
  /** derived from the fields, derived and then changed, or added */
  origin: z.enum(['default', 'changed', 'added']),
  silenced: z.object({ reason: z.string(), by: z.string(), at: Instant }).nullable(),
  checked: z.number().nullable(),
  failed: z.number().nullable(),
  at: Instant.nullable(),
  /** why it could not be checked, for instance a resource that is gone */
  problem: z.string().nullable(),
})
export type QualityRuleView = z.infer<typeof QualityRuleView>

export const QualityDimensionScore = z.object({
  dimension: QualityDimension,
  /** null: nothing to check */
  score: z.number().nullable(),
  weight: z.number(),
  checked: z.number(),
  failed: z.number(),
})
export type QualityDimensionScore = z.infer<typeof QualityDimensionScore>

export const QUALITY_LIMITS = ['rectify', 'stop'] as const

/** Scores below `rectify` are to be put right, below `stop` no longer shared; with the dated rule that says so. */
export const QualityLimits = z.object({
  rectify: z.number(),
  stop: z.number(),
  rule: z.string(),
  basis: z.string(),
  /** false: a default without an official source */
  official: z.boolean(),
  from: z.iso.date(),
})
export type QualityLimits = z.infer<typeof QualityLimits>

/** GET /api/quality/resources: the newest score of a resource. */
export const QualityScore = z.object({
  resource: z.uuid(),
  code: z.string(),
  title: z.string(),
  owner: z.string(),
  ownerName: z.string(),
  region: z.string(),
  score: z.number().nullable(),
  dimensions: z.array(QualityDimensionScore),
  rows: z.number(),
  below: z.enum(QUALITY_LIMITS).nullable(),
  at: Instant.nullable(),
  /** in force today for the region of the resource; null when no usable rule is */
  limits: QualityLimits.nullable(),
  /** newest case about putting it right, open or closed */
  rectification: z.object({ id: z.string(), no: z.string(), state: z.enum(['open', 'closed']), at: Instant }).nullable(),
})
export type QualityScore = z.infer<typeof QualityScore>

export const QualityTrend = z.object({
  points: z.array(z.object({ day: z.iso.date(), score: z.number().nullable(), rows: z.number() })),
})
export type QualityTrend = z.infer<typeof QualityTrend>

/** Scores by day for a line in a list; only where `trend` asks for so many days. */
const Course = QualityTrend.shape.points.optional()

/** A line of GET /api/quality/resources. */
export const QualityScoreItem = QualityScore.extend({ trend: Course })
export type QualityScoreItem = z.infer<typeof QualityScoreItem>

/** GET /api/quality/units: mean of the scored resources of a unit. */
export const QualityUnitScore = z.object({
  unit: z.string(),
  name: z.string(),
  score: z.number().nullable(),
  resources: z.number().int(),
  rectify: z.number().int(),
  stopped: z.number().int(),
  trend: Course,
})
export type QualityUnitScore = z.infer<typeof QualityUnitScore>

/** Some rows that fail a rule. Protected values show their shape only: 9 for a digit, A a letter, 汉 a Chinese character. */
export const QualitySamples = z.object({
  rule: z.string(),
  failed: z.number().nullable(),
  rows: z.array(
    z.object({
      run: z.number().nullable(),
      line: z.number().nullable(),
      at: Instant.nullable(),
      region: z.string().nullable(),
      values: z.array(z.object({ field: z.string(), title: z.string(), value: z.json(), masked: z.boolean() })),
    }),
  ),
})
export type QualitySamples = z.infer<typeof QualitySamples>

/** A field whose values are not shown in samples and not asked for by constants. */
export const isProtectedField = ({ classification: { grade, category } }: Pick<ResourceField, 'classification'>): boolean =>
  grade >= PROTECTED_FROM || PERSONAL.includes(category)
