/** The parts of the console as their folders register them. A page nobody may read is not in the list. */
import type { Permission } from '@haihe/contract/permission'
import { GROUPS, type Registered, type Section } from './registry.ts'

/** Sections in the order of the menu, each with its own pages first and then those that joined. */
export const arranged = (parts: readonly Registered[]): Section[] => {
  const place = ({ group }: Section) => (group === null ? -1 : GROUPS.indexOf(group))
  const sections = parts.flatMap((part) => ('joins' in part ? [] : [part]))
  const joining = parts.flatMap((part) => ('joins' in part ? [part] : []))
  const lost = joining.find(({ joins }) => !sections.some(({ id }) => id === joins))
  if (lost) throw new Error(`no section ${lost.joins} for ${lost.pages.map(({ path }) => path).join(', ')}`)
  return sections
    .sort((a, b) => place(a) - place(b) || a.rank - b.rank)
    .map((section) => ({
      ...section,
      pages: [...section.pages, ...joining.flatMap(({ joins, pages }) => (joins === section.id ? pages : []))],
    }))
}

const found = import.meta.glob<Registered>('./*/section.ts', { eager: true, import: 'section' })

export const SECTIONS: readonly Section[] = arranged(Object.values(found))
export const PAGES = SECTIONS.flatMap(({ pages }) => pages)

/** The sections with the pages a person may read; sections without any are left out. */
export const visibleSections = (may: (permission: Permission) => boolean): Section[] =>
  SECTIONS.map((section) => ({ ...section, pages: section.pages.filter(({ needs }) => needs === null || may(needs)) })).filter(
    (section) => section.pages.length > 0,
  )

export const isPage = (path: string): boolean => PAGES.some((page) => page.path === path)
