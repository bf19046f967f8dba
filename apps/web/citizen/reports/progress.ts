/** «办到哪一步了»: reports in the order in which they matter to the one who made them, and the appraisal. Pure. */
import type { AppraiseInput, CitizenReport } from '@haihe/contract'

/** Those that ask for something first, then those under way, then the finished; the newest first within each. */
export const sortReports = <T extends Pick<CitizenReport, 'canAppraise' | 'open' | 'reportedAt'>>(reports: readonly T[]): T[] => {
  const rank = (report: T) => (report.canAppraise ? 0 : report.open ? 1 : 2)
  return [...reports].sort((a, b) => rank(a) - rank(b) || Date.parse(b.reportedAt) - Date.parse(a.reportedAt))
}

/** «第 3 步，共 7 步» for people and the bar; all steps when it is finished. */
export const stepsOf = ({ stages }: Pick<CitizenReport, 'stages'>): { done: number; all: number } => {
  const current = stages.findIndex(({ state }) => state === 'current')
  return { done: current < 0 ? stages.filter(({ state }) => state === 'done').length : current + 1, all: stages.length }
}

export interface Appraisal {
  responded: boolean | null
  resolved: AppraiseInput['resolved'] | null
  /** 1…5, 5 is 非常满意 */
  satisfaction: number | null
  comment: string
}

export const EMPTY_APPRAISAL: Appraisal = { responded: null, resolved: null, satisfaction: null, comment: '' }
export const LONGEST_COMMENT = 500

/** Message keys of the answers that are missing, by field. */
export const appraisalFaults = (appraisal: Appraisal): Partial<Record<keyof Appraisal, string>> => ({
  ...(appraisal.responded === null ? { responded: 'appraise.fault.responded' } : {}),
  ...(appraisal.resolved === null ? { resolved: 'appraise.fault.resolved' } : {}),
  ...(appraisal.satisfaction === null ? { satisfaction: 'appraise.fault.satisfaction' } : {}),
  ...(appraisal.comment.length > LONGEST_COMMENT ? { comment: 'appraise.fault.comment' } : {}),
})

/** What is sent, once nothing is missing. */
export const appraiseInput = (appraisal: Appraisal): AppraiseInput | null => {
  const { responded, resolved, satisfaction, comment } = appraisal
  if (responded === null || resolved === null || satisfaction === null || comment.length > LONGEST_COMMENT) return null
  return { responded, resolved, satisfaction, comment: comment.trim() }
}
