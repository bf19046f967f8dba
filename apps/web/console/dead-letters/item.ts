/** The shape of one item, checked before it is sent: the server has the last word, but a person should not have to ask it for a typing slip. */
import { Observation } from '@haihe/contract/observation'

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export interface ShapeProblem {
  path: string
  /** names words of the catalogue, under letters.shape */
  problem: 'missing' | 'unknown' | 'type' | 'time' | 'uri' | 'size'
}

/** What the contract of an observation objects to; empty when it has the right shape. */
export const shapeProblems = (item: Record<string, unknown>): ShapeProblem[] => {
  const parsed = Observation.safeParse(item)
  if (parsed.success) return []
  return parsed.error.issues.flatMap((issue): ShapeProblem[] => {
    const path = issue.path.join('.')
    if (issue.code === 'unrecognized_keys') return issue.keys.map((key) => ({ path: key, problem: 'unknown' }))
    if (!(path in item)) return [{ path, problem: 'missing' }]
    if (issue.code === 'invalid_format') return [{ path, problem: path === 'at' ? 'time' : 'uri' }]
    return [{ path, problem: issue.code === 'too_big' || issue.code === 'too_small' ? 'size' : 'type' }]
  })
}
