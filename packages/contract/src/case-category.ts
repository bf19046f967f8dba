/** Categories (大类、小类) of a case type: codes of a standard as data, a tree by parent. */
import { z } from 'zod'
import { Duration } from './case-clock-def.ts'
import { Urgency } from './case-words.ts'
import { RegionCode } from './region.ts'
import { Text } from './text.ts'

export const CategoryDef = z.object({
  /** unique in the case type; a child's code starts with its parent's, so that a rule or a route can name a branch */
  code: z.string().regex(/^[A-Z0-9][A-Za-z0-9]{0,19}$/),
  parent: z.string().nullable(),
  title: Text,
  /** the code as the standard prints it */
  standardCode: z.string(),
  /** standard, or local dictionary, that the code comes from */
  standard: z.string(),
  region: RegionCode,
  /** only leaves are reported */
  leaf: z.boolean(),
  kind: z.string(),
  /** who finds it may settle it on the spot (自处置) */
  selfHandle: z.boolean().default(false),
  urgency: Urgency.default('normal'),
  /** 立案条件 */
  filing: Text.optional(),
  /** 结案条件 */
  closing: Text.optional(),
  /** words people use for it */
  words: z.array(z.string()).default([]),
})
export type CategoryDef = z.infer<typeof CategoryDef>

/** GET /api/case-types/:id/categories: a list of categories, each with the handling limit in force today. */
export const CategoryView = CategoryDef.extend({
  limit: Duration.extend({ basis: z.string(), official: z.boolean() }).nullable(),
})
export type CategoryView = z.infer<typeof CategoryView>

/** Leaves whose title, code or words, or whose group's title, contain every word of the query; shortest title first. */
export const searchCategories = <T extends CategoryDef>(all: readonly T[], query: string, most = 20): T[] => {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const title = new Map(all.map((each) => [each.code, `${each.title.zh} ${each.title.en}`]))
  return all
    .filter((each) => each.leaf)
    .filter((each) => {
      const own =
        `${title.get(each.code)} ${each.words.join(' ')} ${each.code} ${title.get(each.parent ?? '') ?? ''}`.toLowerCase()
      return words.every((word) => own.includes(word))
    })
    .sort((a, b) => a.title.zh.length - b.title.zh.length || a.code.localeCompare(b.code))
    .slice(0, most)
}

/** The category itself and its ancestors, nearest first: what a rule of a branch is looked up by. */
export const categoryPath = (byCode: ReadonlyMap<string, CategoryDef>, code: string): string[] => {
  const path: string[] = []
  for (let at = byCode.get(code); at; at = at.parent === null ? undefined : byCode.get(at.parent)) path.push(at.code)
  return path
}
