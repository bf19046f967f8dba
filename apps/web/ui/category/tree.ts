/** Categories of a case type as a tree, and the search in it. Pure. */
import type { Text } from '@haihe/contract'

export interface Category {
  code: string
  title: Text
  parent: string | null
  kind: 'component' | 'event'
  /** who finds it may settle it on the spot */
  selfHandle: boolean
  urgency: 'normal' | 'urgent' | 'critical'
}

export interface CategoryGroup extends Category {
  children: Category[]
}

/** Only leaves can be chosen; a group without leaves is left out, a leaf without a group stands in one of its own. */
export const groupsOf = (categories: readonly Category[]): CategoryGroup[] => {
  const parents = new Set(categories.map(({ parent }) => parent).filter((parent) => parent !== null))
  const groups = new Map(
    categories.filter(({ code }) => parents.has(code)).map((group) => [group.code, { ...group, children: [] as Category[] }]),
  )
  const lonely: CategoryGroup[] = []
  for (const category of categories) {
    if (groups.has(category.code)) continue
    const group = category.parent === null ? undefined : groups.get(category.parent)
    if (group) group.children.push(category)
    else lonely.push({ ...category, children: [category] })
  }
  return [...groups.values(), ...lonely].filter(({ children }) => children.length > 0)
}

/** Leaves whose title, group or code has every word of the question. */
export const searchCategories = (groups: readonly CategoryGroup[], question: string): Category[] => {
  const words = question.trim().toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  return groups.flatMap((group) =>
    group.children.filter(({ code, title }) => {
      const text = `${code} ${title.zh} ${title.en} ${group.title.zh} ${group.title.en}`.toLowerCase()
      return words.every((word) => text.includes(word))
    }),
  )
}

export const findCategory = (groups: readonly CategoryGroup[], code: string): Category | undefined =>
  groups.flatMap(({ children }) => children).find((category) => category.code === code)

const RECENT = 6

/** Recently chosen codes, the newest first, each once. */
export const withRecent = (recent: readonly string[], code: string): string[] =>
  [code, ...recent.filter((other) => other !== code)].slice(0, RECENT)
