/** What a person may change about a rule, and how. */
import { AppError, Rule } from '@haihe/contract'
import { z } from 'zod'

/** Body of PUT /api/rules: a new version of a configurable rule, from a day on. Title and unit stay as they are. */
export const RuleChange = z.strictObject({
  id: z.string().max(120),
  value: z.json(),
  /** local date YYYY-MM-DD, today or later */
  from: z.iso.date(),
  /** exclusive; null while no end is known */
  to: z.iso.date().nullable().default(null),
  region: z.string().max(15),
  /** why: 文号, or the decision that set it */
  basis: z.string().trim().min(2, '请写明依据').max(300),
})
export type RuleChange = z.infer<typeof RuleChange>

const invalid = (path: string, message: string): AppError => new AppError('INVALID_INPUT', { errors: [{ path, message }] })

/** Numbers stay numbers and objects keep their members, so that no reader of the rule meets what it cannot use. */
const shapeOf = (value: unknown): unknown => {
  if (Array.isArray(value)) return ['list', ...new Set(value.map((item) => JSON.stringify(shapeOf(item))))]
  if (value === null || typeof value !== 'object') return value === null ? 'null' : typeof value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, member]) => [name, shapeOf(member)]),
  )
}

const sameShape = (one: unknown, other: unknown): boolean => JSON.stringify(shapeOf(one)) === JSON.stringify(shapeOf(other))

/**
 * The new version, checked against the one it follows. `before`: in force on the day of the change for its region, or the
 * earliest to come. Past days are closed: what was decided under a rule must stay explainable.
 */
export const applyChange = (change: RuleChange, before: Rule | undefined, today: string): Rule => {
  if (!before) throw new AppError('NOT_FOUND', { rule: change.id })
  if (before.official) throw new AppError('CONFLICT', { detail: '该规则有官方依据，不能在此修改；请随依据文件更新场景' })
  if (change.from < today) throw invalid('from', '生效日期不能早于今天')
  if (change.to !== null && change.to <= change.from) throw invalid('to', '失效日期须晚于生效日期')
  if (!sameShape(change.value, before.value)) throw invalid('value', '取值的结构须与原规则一致')
  const { id, value, from, to, region, basis } = change
  return Rule.parse({ ...before, id, value, from, to, region, basis, official: false })
}
