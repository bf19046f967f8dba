/** Words of cases that the definitions, the log and the screens share. */
import { z } from 'zod'
import { Text } from './text.ts'

export const Urgency = z.enum(['normal', 'urgent', 'critical'])
export type Urgency = z.infer<typeof Urgency>

/** Appraisal (评价) by the one who reported, or by a return visit (回访). */
export const CaseAppraisal = z.object({
  by: z.enum(['reporter', 'visit']),
  /** somebody got in touch */
  responded: z.boolean(),
  resolved: z.enum(['yes', 'partly', 'no']),
  /** 1 very dissatisfied … 5 very satisfied (非常不满意 … 非常满意) */
  satisfaction: z.number().int().min(1).max(5),
  comment: z.string(),
  at: z.iso.datetime({ offset: true }),
})
export type CaseAppraisal = z.infer<typeof CaseAppraisal>

export const Option = z.object({ value: z.string(), label: Text })
export type Option = z.infer<typeof Option>
