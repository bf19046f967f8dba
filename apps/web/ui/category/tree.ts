/** Categories of a case type as groups of leaves. The search is the contract's own, as on the server. Pure. */
import type { CategoryView } from '@haihe/contract'

export type Category = CategoryView

export interface CategoryGroup {
  code: string
  title: Category['title']
  kind: string
  children: Category[]
}

/** Only leaves can be chosen. They stand under their parent, in the order of the dictionary; a leaf without one stands alone. */
export const groupsOf = (categories: readonly Category[]): CategoryGroup[] => {
  const byCode = new Map(categories.map((category) => [category.code, category]))
  const groups = new Map<string, CategoryGroup>()
  for (const leaf of categories) {
    if (!leaf.leaf) continue
    const head = (leaf.parent === null ? undefined : byCode.get(leaf.parent)) ?? leaf
    const group = groups.get(head.code) ?? { code: head.code, title: head.title, kind: head.kind, children: [] }
    group.children.push(leaf)
    groups.set(head.code, group)
  }
  return [...groups.values()]
}

const RECENT = 6

/** Recently chosen codes, the newest first, each once. */
export const withRecent = (recent: readonly string[], code: string): string[] =>
  [code, ...recent.filter((other) => other !== code)].slice(0, RECENT)
