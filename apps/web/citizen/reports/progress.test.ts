import { AppraiseInput, type CitizenReport } from '@haihe/contract'
import { describe, expect, it } from 'vitest'
import { appraisalFaults, appraiseInput, EMPTY_APPRAISAL, sortReports, stepsOf } from './progress.ts'

const stage = (state: 'done' | 'current' | 'todo'): CitizenReport['stages'][number] => ({
  step: 'handling',
  title: { zh: '处理中', en: 'In progress' },
  state,
  at: null,
})

describe('my reports', () => {
  it('show first what waits for me, last what is finished', () => {
    const reports = [
      { id: 'finished', canAppraise: false, open: false, reportedAt: '2026-11-20T09:00:00+08:00' },
      { id: 'old', canAppraise: false, open: true, reportedAt: '2026-11-18T09:00:00+08:00' },
      { id: 'new', canAppraise: false, open: true, reportedAt: '2026-11-19T09:00:00+08:00' },
      { id: 'ask', canAppraise: true, open: true, reportedAt: '2026-11-01T09:00:00+08:00' },
    ]
    expect(sortReports(reports).map(({ id }) => id)).toEqual(['ask', 'new', 'old', 'finished'])
  })
  it('stand at a step of all', () => {
    expect(stepsOf({ stages: [stage('done'), stage('current'), stage('todo')] })).toEqual({ done: 2, all: 3 })
    expect(stepsOf({ stages: [stage('done'), stage('done')] })).toEqual({ done: 2, all: 2 })
  })
})

describe('an appraisal', () => {
  it('needs its three answers and no words', () => {
    expect(Object.keys(appraisalFaults(EMPTY_APPRAISAL))).toEqual(['responded', 'resolved', 'satisfaction'])
    expect(appraiseInput(EMPTY_APPRAISAL)).toBeNull()
  })
  it('is what the server takes', () => {
    const input = appraiseInput({ responded: false, resolved: 'no', satisfaction: 1, comment: ' 没人来 ' })
    expect(AppraiseInput.parse(input)).toEqual({ responded: false, resolved: 'no', satisfaction: 1, comment: '没人来' })
  })
  it('takes 500 characters of words', () => {
    const long = { responded: true, resolved: 'yes', satisfaction: 5, comment: '好'.repeat(501) } as const
    expect(appraisalFaults(long)).toEqual({ comment: 'appraise.fault.comment' })
    expect(appraiseInput(long)).toBeNull()
  })
})
