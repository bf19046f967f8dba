/** Kinds of a need (they decide its limits) and the one kind of each other type. */
import type { CategoryDef, Scenario } from '@haihe/contract'

const CITY = '12'

const leaf = (code: string, zh: string, en: string, kind: string): CategoryDef => ({
  code,
  parent: null,
  title: { zh, en },
  standardCode: code,
  standard: '供需对接清单内部分类（可配置）',
  region: CITY,
  leaf: true,
  kind,
  selfHandle: false,
  urgency: 'normal',
  words: [],
})

/** 无条件共享且已挂接 / 有条件共享且已挂接 / 未编目或未挂接 */
export const NEED_KINDS = { unconditional: 'N1', conditional: 'N2', unconnected: 'N3' } as const

export const RECTIFICATION_KIND = 'Q1'
export const CORRECTION_KIND = 'K1'
export const OBJECTION_KIND = 'O1'
export const OVERDUE_KIND = 'U1'
export const EXPIRY_KIND = 'G1'

export const categories: NonNullable<Scenario['categories']> = [
  {
    caseType: 'data-need',
    items: [
      leaf('N1', '无条件共享', 'Shared unconditionally', 'need'),
      leaf('N2', '有条件共享', 'Shared on conditions', 'need'),
      leaf('N3', '未编目或未挂接', 'Not catalogued or not connected', 'need'),
    ],
  },
  { caseType: 'data-rectification', items: [leaf(RECTIFICATION_KIND, '数据质量整改', 'Data quality', 'quality')] },
  { caseType: 'data-correction', items: [leaf(CORRECTION_KIND, '数据异议核错', 'Wrong data', 'correction')] },
  {
    caseType: 'data-objection',
    items: [leaf(OBJECTION_KIND, '对调阅本人数据的异议', 'Objection to a read of one’s record', 'objection')],
  },
  { caseType: 'grant-expiry', items: [leaf(EXPIRY_KIND, '授权到期', 'A grant ends', 'expiry')] },
  { caseType: 'catalogue-overdue', items: [leaf(OVERDUE_KIND, '数据更新超期', 'Update overdue', 'overdue')] },
]
