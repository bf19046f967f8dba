/** Categories (大类、小类) of a case type: codes of a standard as data, a tree by parent. */
import { z } from 'zod'
import { Duration } from './case-clock-def.ts'
import { Urgency } from './case-words.ts'
import { RegionCode } from './region.ts'
import { Text } from './text.ts'

export const CategoryDef = z.object({
  /** unique in the case type; a child starts with its parent's id, so that a rule or a route can name a branch */
  id: z.string().regex(/^[A-Z0-9][A-Za-z0-9]{0,19}$/),
  parent: z.string().nullable(),
  title: Text,
  /** code of the standard, without our prefix */
  code: z.string(),
  /** part of the standard, or the local dictionary, that the code comes from */
  standard: z.string(),
  region: RegionCode,
  /** only leaves are reported */
  leaf: z.boolean(),
  kind: z.string(),
  /** selfHandle, public … read by guards and forms */
  flags: z.array(z.string()).default([]),
  urgency: Urgency.default('normal'),
  /** 立案条件 */
  filing: Text.optional(),
  /** 结案条件 */
  closing: Text.optional(),
  /** words people use for it */
  words: z.array(z.string()).default([]),
})
export type CategoryDef = z.infer<typeof CategoryDef>

/** GET /api/case-types/:id/categories: a category with the limit in force today. */
export const CategoryView = CategoryDef.extend({
  limit: Duration.extend({ basis: z.string(), official: z.boolean() }).nullable(),
})
export type CategoryView = z.infer<typeof CategoryView>

/** Leaves whose title, code or words contain every word of the query; best (shortest title) first. */
export const searchCategories = <T extends CategoryDef>(all: readonly T[], query: string, most = 20): T[] => {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const title = new Map(all.map((each) => [each.id, `${each.title.zh} ${each.title.en}`.toLowerCase()]))
  return all
    .filter((each) => each.leaf)
    .filter((each) => {
      const own = `${title.get(each.id)} ${each.words.join(' ')} ${each.code} ${title.get(each.parent ?? '') ?? ''}`.toLowerCase()
      return words.every((word) => own.includes(word))
    })
    .sort((a, b) => a.title.zh.length - b.title.zh.length || a.id.localeCompare(b.id))
    .slice(0, most)
}

/** The category itself and its ancestors, nearest first: what a rule of a branch is looked up by. */
export const categoryPath = (all: readonly CategoryDef[], id: string): string[] => {
  const byId = new Map(all.map((each) => [each.id, each]))
  const path: string[] = []
  for (let at = byId.get(id); at; at = at.parent === null ? undefined : byId.get(at.parent)) path.push(at.id)
  return path
}
