/** The quality scale of scenarios: a fixed list of points by grade, each done, to do, or exempt with a reason. */
import { parse } from 'yaml'

export const GRADES = ['bronze', 'silver', 'gold'] as const
export type Grade = (typeof GRADES)[number]

/** Documented in docs/quality-scale.md. */
export const POINTS: Record<string, Grade> = {
  manifest: 'bronze',
  entities: 'bronze',
  'rules-with-basis': 'bronze',
  tests: 'bronze',
  story: 'bronze',
  'bilingual-words': 'bronze',
  indicators: 'silver',
  alerts: 'silver',
  'bad-input': 'silver',
  provenance: 'silver',
  'cases-or-services': 'silver',
  explanation: 'silver',
  'real-data': 'gold',
  'property-tests': 'gold',
  'browser-test': 'gold',
  'used-by-hand': 'gold',
}

export interface Quality {
  grade: Grade
  points: { name: string; grade: Grade; state: 'done' | 'todo' | 'exempt' }[]
  problems: string[]
}

const stateOf = (value: unknown): { state?: string; reason?: string } =>
  typeof value === 'string' ? { state: value } : ((value ?? {}) as { state?: string; reason?: string })

export const readQuality = (text: string): Quality => {
  const document = parse(text) as { grade?: string; points?: Record<string, unknown> }
  const problems: string[] = []
  const given = document.points ?? {}
  const grade = GRADES.find((name) => name === document.grade)
  if (!grade) problems.push(`grade is ${document.grade}, not one of ${GRADES.join(', ')}`)
  for (const name of Object.keys(given)) if (!POINTS[name]) problems.push(`unknown point ${name}`)
  const points = Object.entries(POINTS).flatMap(([name, level]) => {
    const { state, reason } = stateOf(given[name])
    if (state !== 'done' && state !== 'todo' && state !== 'exempt') {
      problems.push(`${name} must be done, todo or exempt`)
      return []
    }
    if (state === 'exempt' && !reason) problems.push(`${name} is exempt without a reason`)
    return [{ name, grade: level, state: state as 'done' | 'todo' | 'exempt' }]
  })
  return { grade: grade ?? 'bronze', points, problems }
}
