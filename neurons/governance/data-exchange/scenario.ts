/** 政务数据供需对接: a department says what data it needs; who owns it is settled, it is catalogued, connected, granted, used and rated. */
import type { Scenario } from '@haihe/contract'
import { categories } from './case-types/categories.ts'
import { correction } from './case-types/correction.ts'
import { expiry } from './case-types/expiry.ts'
import { need } from './case-types/need.ts'
import { objection } from './case-types/objection.ts'
import { overdue } from './case-types/overdue.ts'
import { rectification } from './case-types/rectification.ts'
import { indicators } from './indicators.ts'
import { rules } from './rules.ts'

export const scenario: Scenario = {
  id: 'data-exchange',
  neuron: 'governance',
  title: { zh: '政务数据供需对接', en: 'Supply and demand of government data' },
  summary: {
    zh: '部门提出数据需求，确责、编目、挂接、授权、使用、评价逐环计时；质量整改、异议核错、调阅异议、更新催办同单办理。',
    en: 'A department states a need; it is confirmed, catalogued, connected, granted, used and rated, every step under a clock; quality, corrections, objections and overdue updates beside it.',
  },
  owner: 'tj-dsj',
  plan: '十 · 10 政务数据共享开放（供需对接清单）',
  reads: ['catalogue', 'grants', 'quality', 'read log'],
  writes: indicators.map((indicator) => indicator.id),
  indicators,
  rules,
  caseTypes: [need, rectification, correction, objection, overdue, expiry],
  categories,
}
