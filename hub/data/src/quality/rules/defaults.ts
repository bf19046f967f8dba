/** Rules that follow from the published fields, so that every resource is scored with no work. */
import type {
  QualityCheck,
  QualityDimension,
  QualityRule,
  QualityStandard,
  Resource,
  ResourceField,
  UpdateCycle,
} from '@haihe/contract'

/** As owners write them in the field's standard. */
const STANDARDS: readonly [RegExp, QualityStandard][] = [
  [/GB\s*\/?T?\s*11643/i, 'GB 11643'],
  [/GB\s*\/?T?\s*32100/i, 'GB 32100'],
  [/GB\s*\/?T?\s*36904/i, 'GB/T 36904'],
  [/GB\s*\/?T?\s*2260(?!\d)/i, 'GB/T 2260'],
]
const BY_CATEGORY: Partial<Record<ResourceField['classification']['category'], QualityStandard>> = {
  'identity-number': 'GB 11643',
  'credit-code': 'GB 32100',
  phone: 'phone',
  plate: 'plate',
}
const NAMES: Record<QualityStandard, string> = {
  'GB 11643': '身份号码校验',
  'GB 32100': '统一社会信用代码校验',
  'GB/T 36904': '电子证照标识校验',
  'GB/T 2260': '行政区划代码',
  phone: '电话号码',
  plate: '号牌号码',
}
/** A check digit speaks of the value's truth, a shape of its form. */
const ACCURATE: readonly QualityStandard[] = ['GB 11643', 'GB 32100', 'GB/T 36904']

const GRACE_HOURS: Record<Exclude<UpdateCycle, 'irregular'>, number> = {
  realtime: 0,
  daily: 12,
  weekly: 24,
  monthly: 48,
  quarterly: 72,
  'half-yearly': 120,
  yearly: 240,
}

export const standardOf = (field: ResourceField): QualityStandard | undefined => {
  if (field.type === 'region') return 'GB/T 2260'
  if (field.type !== 'text') return undefined
  const named = STANDARDS.find(([words]) => field.standard !== null && words.test(field.standard))?.[1]
  return named ?? BY_CATEGORY[field.classification.category]
}

export const defaultRules = (resource: Resource): QualityRule[] => {
  const rules: QualityRule[] = []
  const add = (dimension: QualityDimension, name: string, title: string, check: QualityCheck): void => {
    rules.push({
      id: `default:${name}`,
      resource: resource.id,
      dimension,
      title,
      weight: 1,
      severity: 'error',
      // it is as old as the field it follows from
      since: '1970-01-01',
      check,
    })
  }
  const onField = (field: ResourceField): void => {
    const { name, title, type, length } = field
    if (field.required || resource.keys.includes(name))
      add('completeness', `not-null:${name}`, `${title}不为空`, { kind: 'not-null', fields: [name], parameters: {} })
    if (type === 'text' && length !== null)
      add('conformity', `length:${name}`, `${title}不超过${length}字`, {
        kind: 'length',
        fields: [name],
        parameters: { min: null, max: length },
      })
    const standard = standardOf(field)
    if (standard)
      add(ACCURATE.includes(standard) ? 'accuracy' : 'conformity', `standard:${name}`, `${title}：${NAMES[standard]}`, {
        kind: 'standard',
        fields: [name],
        parameters: { standard },
      })
    if (field.classification.category === 'birthday' && (type === 'date' || type === 'datetime'))
      add('accuracy', `range:${name}`, `${title}不晚于今天`, {
        kind: 'range',
        fields: [name],
        parameters: { min: '1850-01-01', max: 'today' },
      })
  }

  if (resource.kind === 'table') {
    for (const field of resource.fields) onField(field)
    const numbers = resource.fields.filter((field) => standardOf(field) === 'GB 11643')
    const birthdays = resource.fields.filter(({ classification }) => classification.category === 'birthday')
    const [number, birthday] = [numbers[0], birthdays[0]]
    if (number && birthday && numbers.length === 1 && birthdays.length === 1)
      add('consistency', `identity-birthday:${number.name}`, `${birthday.title}与${number.title}一致`, {
        kind: 'identity-birthday',
        fields: [number.name, birthday.name],
        parameters: {},
      })
    const region = resource.fields.find(({ name }) => name === resource.regionField)
    if (region)
      add('consistency', `within-region:${region.name}`, `${region.title}在数据资源的区划内`, {
        kind: 'within-region',
        fields: [region.name],
        parameters: {},
      })
    add('completeness', 'coverage', '有数据', { kind: 'coverage', fields: [], parameters: { expected: 1 } })
    if (resource.cycle !== 'irregular')
      add('timeliness', 'freshness', '按更新周期更新', {
        kind: 'freshness',
        fields: [],
        parameters: { graceHours: GRACE_HOURS[resource.cycle] },
      })
  }
  if (resource.kind === 'entities') {
    add('timeliness', 'sensor-gap', '按期上报', { kind: 'sensor-gap', fields: [], parameters: {} })
    add('accuracy', 'sensor-stuck', '数值未停滞', { kind: 'sensor-stuck', fields: [], parameters: {} })
    add('completeness', 'sensor-complete', '每个对象都有各项数值', {
      kind: 'sensor-complete',
      fields: resource.fields.map(({ name }) => name),
      parameters: {},
    })
    add('conformity', 'intake', '上报内容通过校验', { kind: 'intake', fields: [], parameters: { hours: 24 } })
  }
  if (resource.kind !== 'entities')
    add('accessibility', 'availability', resource.kind === 'service' ? '服务可用' : '接入任务成功', {
      kind: 'availability',
      fields: [],
      parameters: { days: 30 },
    })
  return rules
}
