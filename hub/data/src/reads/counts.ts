/**
 * Counts for others than the owner. Three things keep a difference of two counts from telling of one person: small groups
 * are suppressed, with others beside them; what is shown is rounded up or down to a multiple of the smallest group, where
 * nobody outside knows which; and a grouping is counted anew only after as many rows changed, so that two answers in time
 * never differ by one row. Everybody who sees the same rows gets the same answer: two readers have nothing to compare.
 */
import { createHash, createHmac } from 'node:crypto'
import { AppError, type Decision, maskValue, type Resource } from '@haihe/contract'
import type { Ctx } from '@haihe/kernel'
import { findRelease, type Release, saveRelease } from './count-store.ts'
import type { RowSource } from './sources/source.ts'
import { type Suppressed, suppress } from './suppress.ts'

/** Groups that are counted at once. */
const MOST_GROUPS = 20_000

export interface Counting {
  ctx: Pick<Ctx, 'db' | 'now'>
  /** of the rounding */
  secret: string
}

interface Question {
  resource: Resource
  decision: Decision
  rows: RowSource
  by: readonly string[]
}

/** A count as it is shown: a multiple of `base`, the one below or the one above; right on average. */
export const rounded = (count: number, base: number, draw: (below: number) => number): number =>
  base <= 1 ? count : Math.floor((count + draw(base)) / base) * base

/** A draw that is always the same for the same text, and that nobody can tell without the secret. */
export const drawOf =
  (secret: string, text: string) =>
  (below: number): number =>
    createHmac('sha256', secret).update(text).digest().readUInt32BE(0) % below

export const roundAll = (shown: Suppressed, base: number, secret: string, key: string): Suppressed => ({
  ...shown,
  total: shown.total === null ? null : rounded(shown.total, base, drawOf(secret, `${key} total`)),
  cells: shown.cells.map(({ values, count }) => ({
    values,
    count: count === null ? null : rounded(count, base, drawOf(secret, `${key} ${JSON.stringify(values)}`)),
  })),
})

const groupsOf = async ({ decision, rows, by }: Question) => {
  const found = await rows.groups(by, MOST_GROUPS)
  if (found.length > MOST_GROUPS) throw new AppError('INVALID_INPUT', { errors: [{ path: 'by', message: '分组过多' }] })
  // masked values that look alike are one group
  const groups = new Map<string, { values: unknown[]; count: number }>()
  for (const row of found) {
    const values = by.map((name) => {
      const value = row[name] instanceof Date ? (row[name] as Date).toISOString() : (row[name] ?? null)
      return maskValue(decision.fields[name]!.mask, value)
    })
    const key = JSON.stringify(values)
    const known = groups.get(key)
    if (known) known.count += Number(row._count)
    else groups.set(key, { values, count: Number(row._count) })
  }
  return [...groups.values()]
}

/** The same rows, shown the same way, in the same groups. */
const keyOf = ({ resource, decision, by }: Question): string =>
  createHash('sha256')
    .update(
      JSON.stringify([
        resource.id,
        decision.regions && [...decision.regions].sort(),
        decision.subject,
        decision.smallest,
        by.map((name) => [name, decision.fields[name]?.mask]),
      ]),
    )
    .digest('hex')

/** Rows that were written or went since a release, as far as anybody can tell: never more than really did. */
const changedSince = async (rows: RowSource, release: Release, now: number): Promise<number> =>
  (await rows.since(new Date(new Date(release.at).getTime() + 1)).count()) + Math.max(0, release.rows - now)

/** `base`: what shown counts are multiples of; 1 for exact ones. `at`: when they were counted. */
export const countGroups = async (
  { ctx, secret }: Counting,
  asked: Question,
): Promise<Suppressed & { base: number; at: Date }> => {
  const { decision, rows, resource } = asked
  const base = decision.smallest
  if (base <= 1) return { ...suppress(await groupsOf(asked), 1), base: 1, at: ctx.now() }
  // one order of the fields, so that turning a table round is not another question
  const order = [...asked.by].sort()
  const question = { ...asked, by: order }
  const key = keyOf(question)
  const before = await findRelease(ctx.db, key)
  const held = await rows.count()
  let release = before
  if (!before || (await changedSince(rows, before, held)) >= base) {
    const at = ctx.now()
    const number = (before?.release ?? 0) + 1
    const answer = roundAll(suppress(await groupsOf(question), base), base, secret, `${key} ${number}`)
    release = await saveRelease(ctx.db, key, resource.id, { release: number, at, rows: held, answer })
  }
  const { answer, at } = release as Release
  const places = asked.by.map((name) => order.indexOf(name))
  const cells = answer.cells.map(({ values, count }) => ({ values: places.map((place) => values[place]), count }))
  return { ...answer, cells, base, at: new Date(at) }
}
