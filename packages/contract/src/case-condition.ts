/** Conditions of case types, as data. */
import { z } from 'zod'
import type { CaseAppraisal } from './case-words.ts'

/** Decided by the case and the form alone, so that the fold of the log can read it. */
export const Condition = z.discriminatedUnion('if', [
  z.object({ if: z.literal('source'), in: z.array(z.string()).min(1), is: z.boolean().default(true) }),
  z.object({ if: z.literal('public'), is: z.boolean() }),
  z.object({ if: z.literal('flag'), flag: z.string(), is: z.boolean() }),
  z.object({ if: z.literal('field'), field: z.string(), in: z.array(z.union([z.string(), z.boolean()])).min(1) }),
  z.object({ if: z.literal('asked'), what: z.string(), is: z.boolean() }),
  z.object({ if: z.literal('appraised'), is: z.boolean() }),
  z.object({ if: z.literal('unit'), is: z.boolean() }),
])
export type Condition = z.infer<typeof Condition>

/** What a condition looks at; every case has it, and so has a report that is about to become one. */
export interface Judged {
  source: string
  public: boolean
  flags: Readonly<Record<string, boolean>>
  asked: Readonly<Record<string, unknown>>
  appraisal: CaseAppraisal | null
  unit: string | null
}

export const meets = (condition: Condition, state: Judged, data: Readonly<Record<string, unknown>>): boolean => {
  switch (condition.if) {
    case 'source':
      return condition.in.includes(state.source) === condition.is
    case 'public':
      return state.public === condition.is
    case 'flag':
      return (state.flags[condition.flag] ?? false) === condition.is
    case 'field':
      return condition.in.some((value) => value === data[condition.field])
    case 'asked':
      return (state.asked[condition.what] !== undefined) === condition.is
    case 'appraised':
      return (state.appraisal !== null) === condition.is
    case 'unit':
      return (state.unit !== null) === condition.is
  }
}
