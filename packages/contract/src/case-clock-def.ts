/** The clocks of a case type, as data. */
import { z } from 'zod'
import { Condition } from './case-condition.ts'
import { Text } from './text.ts'

export const DurationUnit = z.enum(['minute', 'workingHour', 'workingDay', 'naturalDay'])
export type DurationUnit = z.infer<typeof DurationUnit>

/** Value of a rule that limits a clock. */
export const Duration = z.strictObject({ amount: z.number().positive(), unit: DurationUnit })
export type Duration = z.infer<typeof Duration>

export const Clock = z.object({
  id: z.string().regex(/^[a-z][A-Za-z0-9]*$/),
  title: Text,
  /** actions that start it anew, `report` among them; a second start is a second run */
  start: z.array(z.string()).min(1),
  /** it starts only when these hold before the action */
  when: z.array(Condition).default([]),
  /** actions that meet it */
  stop: z.array(z.string()).min(1),
  /** an action that stops it does so only once every called unit has reported in */
  everyCalled: z.boolean().default(false),
  /** actions that end it without a verdict */
  cancel: z.array(z.string()).default([]),
  /** actions that let the last run go on with its old deadline (rework does not reset a limit) */
  resume: z.array(z.string()).default([]),
  /**
   * ids of the dated rules that may give the limit, the first in force wins; {category} {urgency} {source} are filled in,
   * {category} from the full code to its shorter prefixes
   */
  limits: z.array(z.string()).min(1),
  /** true: categories without a rule simply have no such limit; false: a missing rule is reported */
  optional: z.boolean().default(false),
  /** false: it runs on while the case is paused */
  pauses: z.boolean().default(true),
  /** rule that gives the share of the limit at which people are warned */
  warn: z.string().optional(),
  /** rule that gives the share of the limit at which an overdue case goes one level up */
  escalate: z.string().optional(),
  /** duty: running out means overdue; window: running out ends a right, and `onExpiry` is performed by the system */
  kind: z.enum(['duty', 'window']).default('duty'),
  /** a breach puts the case under supervision */
  supervise: z.boolean().default(false),
  onExpiry: z.string().optional(),
})
export type Clock = z.infer<typeof Clock>
