/** A need in plain words: what a clerk reads who sees the case and not the ledger. */
import { type NeedStatement, PURPOSE_NAMES, type Resource, type UpdateCycle } from '@haihe/contract'

export const CYCLES: Record<UpdateCycle, string> = {
  realtime: '实时',
  daily: '每日',
  weekly: '每周',
  monthly: '每月',
  quarterly: '每季',
  'half-yearly': '每半年',
  yearly: '每年',
  irregular: '不定期',
}

const MOST = 2000

export const wordsOf = (
  need: NeedStatement,
  description: string,
  resource: Pick<Resource, 'title' | 'code'> | undefined,
  regionName: (code: string) => string,
): string =>
  [
    description.trim(),
    `事项或场景：${need.matter}`,
    ...(resource ? [`资源：${resource.title}（${resource.code}）`] : []),
    `用途：${PURPOSE_NAMES[need.purpose].zh}；依据：${need.basis}`,
    `频次：${CYCLES[need.frequency]}${need.region === null ? '' : `；范围：${regionName(need.region)}`}${need.wantedBy === null ? '' : `；期望日：${need.wantedBy}`}`,
    // last, because there may be hundreds
    `所需字段：${need.fields.map(({ name, field }) => (field === null ? name : `${name}（${field}）`)).join('、')}`,
  ]
    .filter(Boolean)
    .join('\n')
    .slice(0, MOST)
