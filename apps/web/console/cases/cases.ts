/** Cases about data beside the needs: what was found wrong, too bad, too old, or read without cause. */
import type { CaseDetail } from '@haihe/contract'
import type { Query } from '../../ui/api.ts'
import type { CasesSearch } from './section.ts'

/** 质量整改, 异议核错, 更新催办, 调阅异议 */
export const CASE_TYPES = ['data-rectification', 'data-correction', 'catalogue-overdue', 'data-objection'] as const
export type DataCaseType = (typeof CASE_TYPES)[number]

/** The question to the server; what is shorter than two letters finds nothing there. */
export const queryOf = ({ type = CASE_TYPES[0], whose, state, q }: CasesSearch): Query => ({
  type,
  queue: whose ?? 'all',
  open: state === 'all' ? undefined : state !== 'closed',
  q: q !== undefined && q.trim().length > 1 ? q : undefined,
})

/** What the one who opened the case found; every type keeps it under a word of its own. */
export interface Finding {
  resource: string | null
  code: string | null
  /** names of fields and words, in the order in which one reads them */
  facts: Readonly<Partial<Record<'field' | 'row' | 'wrong' | 'right' | 'basis' | 'score' | 'limit' | 'worst' | 'since', string>>>
}

const FACTS = ['field', 'row', 'wrong', 'right', 'basis', 'score', 'limit', 'worst', 'since'] as const

export const findingOf = ({ data }: Pick<CaseDetail, 'data'>): Finding => {
  const kept = ['correction', 'quality', 'overdue', 'read'].map((name) => data[name]).find((each) => each != null)
  const found = (typeof kept === 'object' && !Array.isArray(kept) ? kept : {}) as Record<string, unknown>
  const text = (name: string): string | null => {
    const value = found[name]
    return typeof value === 'number' ? String(value) : typeof value === 'string' && value !== '' ? value : null
  }
  return {
    resource: text('resource'),
    code: text('code'),
    facts: Object.fromEntries(FACTS.flatMap((name) => (text(name) === null ? [] : [[name, text(name)]]))),
  }
}
