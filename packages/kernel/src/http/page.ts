/** How lists are paged: `{ items, next }`, and `next` is the cursor of the page after, null at the end. */
import { z } from 'zod'

export const Items = <T extends z.ZodType>(item: T) => z.object({ items: z.array(item), next: z.string().nullable() })

/** Of a list that was asked for one more than fits on the page. */
export const pageOf = <T>(
  found: readonly T[],
  limit: number,
  cursor: (last: T) => string,
): { items: T[]; next: string | null } => {
  const items = found.slice(0, limit)
  const last = items.at(-1)
  return { items, next: last !== undefined && found.length > limit ? cursor(last) : null }
}

/** Where a page of a list by time ended: `<instant>_<id>`. `Id` reads the id. */
export const TimeCursor = <I extends z.ZodType>(Id: I) =>
  z
    .string()
    .max(120)
    .transform((text, context): { at: Date; id: z.output<I> } => {
      const [, time = '', rest = ''] = /^([^_]*)_(.*)$/.exec(text) ?? []
      const at = new Date(time)
      const id = Id.safeParse(rest)
      if (!Number.isNaN(at.getTime()) && id.success) return { at, id: id.data }
      context.addIssue('翻页位置无效')
      return z.NEVER
    })

export const timeCursor = (at: Date | string, id: string | number): string => `${new Date(at).toISOString()}_${id}`
