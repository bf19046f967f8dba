/** Forms that several actions on a need share. */

import type { Field, Option } from '@haihe/contract'
import { PURPOSE_NAMES, PURPOSES } from '@haihe/contract'
import { basis, field, option, t } from './parts.ts'

export const REFUSALS: Option[] = [
  option('law', '法律法规规定不予共享', 'The law forbids it'),
  option('purpose', '用途与职责不符', 'The purpose is not the asker’s duty'),
  option('excess', '超出最小必要', 'More than is needed'),
  option('absent', '本单位不掌握', 'The data does not exist'),
  option('other', '其他', 'Another reason'),
]

/** What the grant says; what is left empty is taken from the need. */
export const grantFields: Field[] = [
  field('until', t('授权截止日', 'Until'), 'date', true),
  field('fields', t('授权字段（逗号分隔）', 'Fields, separated by commas'), 'longText', false, {
    max: 8000,
    help: t('不填则为需求所列目录字段', 'Left empty: the catalogued fields of the need'),
  }),
  field('clear', t('明文字段（逗号分隔）', 'Fields shown whole'), 'longText', false, {
    max: 8000,
    help: t('不填则按分级脱敏', 'Left empty: all are masked as classified'),
  }),
  field('purpose', t('用途', 'Purpose'), 'choice', false, {
    options: PURPOSES.map((each) => option(each, PURPOSE_NAMES[each].zh, PURPOSE_NAMES[each].en)),
  }),
  field('region', t('区划范围（代码）', 'Region (code)'), 'text', false, { max: 15 }),
  field('quota', t('每日调用上限', 'Calls a day at most'), 'number', false, { min: 1, max: 100_000_000 }),
  basis(t('授权依据', 'Basis of the grant'), false),
]
