import { describe, expect, it } from 'vitest'
import { appraisalFaults, currentStep, isFinished, type ReportStep, sortReports } from './progress.ts'

const step = (id: string, done: boolean): ReportStep => ({
  id,
  title: { zh: id, en: id },
  done,
  at: done ? '2026-11-20T09:00:00+08:00' : null,
  note: '',
})
const report = (id: string, done: number, reportedAt: string, canAppraise = false) => ({
  id,
  canAppraise,
  reportedAt,
  steps: ['received', 'handling', 'closed'].map((name, index) => step(name, index < done)),
})

describe('progress', () => {
  it('stands at the first step that is not done', () => {
    expect(currentStep([step('a', true), step('b', false), step('c', false)])).toBe(1)
    expect(currentStep([step('a', true)])).toBe(1)
    expect(isFinished({ steps: [step('a', true)] })).toBe(true)
  })
  it('shows first what waits for the person, last what is finished', () => {
    const reports = [
      report('finished', 3, '2026-11-20T09:00:00+08:00'),
      report('old', 1, '2026-11-18T09:00:00+08:00'),
      report('new', 1, '2026-11-19T09:00:00+08:00'),
      report('ask', 2, '2026-11-01T09:00:00+08:00', true),
    ]
    expect(sortReports(reports).map(({ id }) => id)).toEqual(['ask', 'new', 'old', 'finished'])
  })
})

describe('an appraisal', () => {
  it('needs its three answers and no words', () => {
    expect(Object.keys(appraisalFaults({ responded: null, resolved: null, satisfaction: null, comment: '' }))).toEqual([
      'responded',
      'resolved',
      'satisfaction',
    ])
    expect(appraisalFaults({ responded: false, resolved: 'no', satisfaction: 1, comment: '' })).toEqual({})
  })
  it('takes 500 characters of words', () => {
    expect(appraisalFaults({ responded: true, resolved: 'yes', satisfaction: 5, comment: '好'.repeat(501) })).toEqual({
      comment: 'appraise.fault.comment',
    })
  })
})
