/** A rule as the form holds it: texts and choices, and the way from and to the check of the contract. */
import {
  QUALITY_OPS,
  QUALITY_STANDARDS,
  type QualityCheck,
  type QualityDimension,
  type QualityKind,
  type QualityRule,
} from '@haihe/contract/quality-view'

/** How a parameter is asked for; `bound` is a number, a day or «today». */
export type Parameter =
  | { name: string; input: 'whole' | 'number' | 'text' | 'bound' | 'words' | 'condition'; optional?: true; start?: string }
  | { name: string; input: 'choice'; choices: readonly string[]; start: string }
  /** a field that divides the rows, or none */
  | { name: 'within'; input: 'field' }
  | { name: 'resource'; input: 'resource' }

export interface KindSpec {
  dimension: QualityDimension
  /** names of the fields in their order, any number of them, or none */
  fields: readonly string[] | 'many' | 'none'
  /** each own field has a partner in the other resource; `on` too where rows are found by other fields */
  partners?: 'fields' | 'fields-and-on'
  parameters: readonly Parameter[]
  of: 'table' | 'entities' | 'any'
}

const within = { name: 'within', input: 'field' } as const
const resource = { name: 'resource', input: 'resource' } as const
const op = { name: 'op', input: 'choice', choices: QUALITY_OPS, start: '<=' } as const

const table = (
  dimension: QualityDimension,
  fields: KindSpec['fields'],
  parameters: readonly Parameter[] = [],
  partners?: NonNullable<KindSpec['partners']>,
): KindSpec => ({ dimension, fields, parameters, of: 'table', ...(partners ? { partners } : {}) })
const sensed = (dimension: QualityDimension, fields: KindSpec['fields'], parameters: readonly Parameter[] = []): KindSpec => ({
  dimension,
  fields,
  parameters,
  of: 'entities',
})

export const KINDS: Record<QualityKind, KindSpec> = {
  'not-null': table('completeness', ['field']),
  pattern: table('conformity', ['field'], [{ name: 'pattern', input: 'text' }]),
  'code-list': table('conformity', ['field'], [{ name: 'codes', input: 'words' }]),
  standard: table('accuracy', ['field'], [{ name: 'standard', input: 'choice', choices: QUALITY_STANDARDS, start: 'GB 11643' }]),
  length: table(
    'conformity',
    ['field'],
    [
      { name: 'min', input: 'whole', optional: true },
      { name: 'max', input: 'whole', optional: true },
    ],
  ),
  range: table(
    'accuracy',
    ['field'],
    [
      { name: 'min', input: 'bound', optional: true },
      { name: 'max', input: 'bound', optional: true },
    ],
  ),
  'within-region': table('consistency', ['field']),
  'identity-birthday': table('consistency', ['identity', 'birthday']),
  compare: table('consistency', ['left', 'right'], [op]),
  expression: table('accuracy', 'many', [{ name: 'condition', input: 'condition', start: '{ "field": "", "is": "not-null" }' }]),
  unique: table('accuracy', 'many'),
  duplicate: table('accuracy', 'many'),
  reference: table('consistency', 'many', [resource], 'fields'),
  equal: table('consistency', 'many', [resource], 'fields-and-on'),
  outlier: table(
    'accuracy',
    ['field'],
    [
      { name: 'method', input: 'choice', choices: ['robust-z', 'iqr'], start: 'robust-z' },
      { name: 'threshold', input: 'number', start: '3.5' },
      within,
    ],
  ),
  stuck: table('accuracy', ['value', 'time'], [{ name: 'times', input: 'whole', start: '6' }, within]),
  gap: table('timeliness', ['time'], [{ name: 'seconds', input: 'whole', start: '3600' }, within]),
  freshness: {
    dimension: 'timeliness',
    fields: 'none',
    parameters: [{ name: 'graceHours', input: 'number', start: '12' }],
    of: 'any',
  },
  availability: {
    dimension: 'accessibility',
    fields: 'none',
    parameters: [{ name: 'days', input: 'whole', start: '30' }],
    of: 'any',
  },
  coverage: table('completeness', 'none', [{ name: 'expected', input: 'whole' }]),
  'sensor-stuck': sensed('accuracy', 'none'),
  'sensor-gap': sensed('timeliness', 'none'),
  'sensor-complete': sensed('completeness', 'many'),
  intake: sensed('conformity', 'none', [{ name: 'hours', input: 'whole', start: '24' }]),
}

/** The kinds that fit a resource, as the server decides it. */
export const kindsFor = (kind: 'table' | 'entities' | 'service'): QualityKind[] =>
  (Object.keys(KINDS) as QualityKind[]).filter(
    (one) => KINDS[one].of === 'any' || KINDS[one].of === kind || (one === 'coverage' && kind === 'entities'),
  )

export interface Pair {
  own: string
  other: string
}

export interface RuleDraft {
  kind: QualityKind
  dimension: QualityDimension
  title: string
  weight: string
  severity: 'error' | 'warning'
  since: string
  fields: string[]
  texts: Record<string, string>
  resource: string
  /** own field and its partner in the other resource */
  pairs: Pair[]
  on: Pair[]
}

const PAIR: Pair = { own: '', other: '' }

/** An empty check of a kind; what it has in common with the one before stays. */
export const startKind = (kind: QualityKind, before: RuleDraft): RuleDraft => {
  const { fields, parameters, dimension } = KINDS[kind]
  const kept = before.fields.filter((name) => name !== '')
  return {
    ...before,
    kind,
    dimension,
    fields: fields === 'none' ? [] : fields === 'many' ? kept : fields.map((_, n) => kept[n] ?? ''),
    texts: Object.fromEntries(
      parameters.flatMap((one) => {
        const start = 'start' in one ? one.start : undefined
        return start === undefined ? [] : [[one.name, start]]
      }),
    ),
    pairs: [PAIR],
    on: [PAIR],
  }
}

export const newDraft = (kind: QualityKind, today: string): RuleDraft =>
  startKind(kind, {
    kind,
    dimension: 'accuracy',
    title: '',
    weight: '1',
    severity: 'error',
    since: today,
    fields: [],
    texts: {},
    resource: '',
    pairs: [],
    on: [],
  })

const textOf = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.join('\n')
  return typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value)
}

export const draftOf = (
  rule: Pick<QualityRule, 'dimension' | 'title' | 'weight' | 'severity' | 'since' | 'check'>,
): RuleDraft => {
  const { check, dimension, title, weight, severity, since } = rule
  const given = check.parameters as Record<string, unknown>
  const spec = KINDS[check.kind]
  const others = spec.partners ? ((given.fields as string[] | undefined) ?? []) : []
  return {
    kind: check.kind,
    dimension,
    title,
    weight: String(weight),
    severity,
    since,
    fields: [...check.fields],
    texts: Object.fromEntries(
      spec.parameters.filter(({ input }) => input !== 'resource').map(({ name }) => [name, textOf(given[name])]),
    ),
    resource: (given.resource as string | undefined) ?? '',
    pairs: spec.partners ? check.fields.map((own, n) => ({ own, other: others[n] ?? '' })) : [PAIR],
    on: (given.on as Pair[] | undefined) ?? [PAIR],
  }
}

const numberFrom = (text: string): number | string | null => {
  const plain = text.trim()
  return plain === '' ? null : Number.isFinite(Number(plain)) ? Number(plain) : plain
}
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
const whole = (pairs: readonly Pair[]): Pair[] => pairs.filter(({ own, other }) => own !== '' || other !== '')

const valueFrom = (parameter: Parameter, { texts, resource: other }: RuleDraft): unknown => {
  const text = texts[parameter.name] ?? ''
  switch (parameter.input) {
    case 'whole':
    case 'number':
    case 'bound':
      return numberFrom(text)
    case 'words':
      return text
        .split(/[\n,，]/)
        .map((word) => word.trim())
        .filter((word) => word !== '')
    case 'condition':
      return parsed(text)
    case 'field':
      return text || null
    case 'resource':
      return other
    default:
      return text
  }
}

/** What is sent; not yet known to be a rule. */
export const inputFrom = (draft: RuleDraft) => {
  const { kind, dimension, title, weight, severity, since } = draft
  const { parameters, partners } = KINDS[kind]
  const pairs = whole(draft.pairs)
  return {
    dimension,
    title: title.trim(),
    weight: Number(weight),
    severity,
    since,
    check: {
      kind,
      fields: partners ? pairs.map(({ own }) => own) : draft.fields,
      parameters: {
        ...Object.fromEntries(parameters.map((one) => [one.name, valueFrom(one, draft)])),
        ...(partners ? { fields: pairs.map(({ other }) => other) } : {}),
        ...(partners === 'fields-and-on' ? { on: whole(draft.on) } : {}),
      },
    } as unknown as QualityCheck,
  }
}

/** Where the form shows a fault: the name of the input for the path of the schema's issue. */
export const inputOf = (path: readonly PropertyKey[]): string => {
  const [first, second, third] = path.map(String)
  if (first !== 'check') return first ?? 'check'
  if (second === 'fields') return 'fields'
  return second === 'parameters' && third !== undefined ? (third === 'fields' ? 'fields' : third) : 'check'
}
