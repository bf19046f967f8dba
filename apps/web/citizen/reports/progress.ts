/** «办到哪一步了»: the steps of a report as plain sentences. Pure. */
import type { Text } from '@haihe/contract'

export interface ReportStep {
  id: string
  title: Text
  done: boolean
  at: string | null
  note: string
}

export interface CitizenReport {
  id: string
  caseNo: string
  title: string
  stateText: Text
  reportedAt: string
  /** id or index of the step it is at */
  step: string | number
  steps: ReportStep[]
  cover: string | null
  canAppraise: boolean
}

/** Index of the step that is being worked on; the number of steps when all are done. */
export const currentStep = (steps: readonly ReportStep[]): number => {
  const open = steps.findIndex((step) => !step.done)
  return open < 0 ? steps.length : open
}

export const isFinished = (report: Pick<CitizenReport, 'steps'>): boolean => currentStep(report.steps) === report.steps.length

/** Those that ask for something first, then those under way, then the finished; the newest first within each. */
export const sortReports = <T extends Pick<CitizenReport, 'canAppraise' | 'steps' | 'reportedAt'>>(
  reports: readonly T[],
): T[] => {
  const rank = (report: T) => (report.canAppraise ? 0 : isFinished(report) ? 2 : 1)
  return [...reports].sort((a, b) => rank(a) - rank(b) || Date.parse(b.reportedAt) - Date.parse(a.reportedAt))
}

export interface Appraisal {
  responded: boolean | null
  resolved: 'yes' | 'partly' | 'no' | null
  /** 1…5, 5 is 非常满意 */
  satisfaction: number | null
  comment: string
}

export const LONGEST_COMMENT = 500

/** Message keys of the answers that are missing, by field. */
export const appraisalFaults = (appraisal: Appraisal): Partial<Record<keyof Appraisal, string>> => ({
  ...(appraisal.responded === null ? { responded: 'appraise.fault.responded' } : {}),
  ...(appraisal.resolved === null ? { resolved: 'appraise.fault.resolved' } : {}),
  ...(appraisal.satisfaction === null ? { satisfaction: 'appraise.fault.satisfaction' } : {}),
  ...(appraisal.comment.length > LONGEST_COMMENT ? { comment: 'appraise.fault.comment' } : {}),
})
