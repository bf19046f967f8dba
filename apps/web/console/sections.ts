/** The parts of the console, and which permission shows each. A page nobody may read is not in the list. */
import type { Permission } from '@haihe/contract/permission'
import type { IconName } from '../ui/icon.tsx'

export interface Section {
  id: string
  icon: IconName
  /** the first one is where the entry leads; each has its own address and its own permission */
  pages: readonly { id: string; path: string; needs: Permission }[]
}

export const SECTIONS: readonly Section[] = [
  { id: 'sources', icon: 'waves', pages: [{ id: 'sources', path: '/sources', needs: 'source.read' }] },
  { id: 'dead-letters', icon: 'empty', pages: [{ id: 'dead-letters', path: '/dead-letters', needs: 'dead-letter.read' }] },
  { id: 'entities', icon: 'city', pages: [{ id: 'entities', path: '/entities', needs: 'entity.read' }] },
  {
    id: 'deliveries',
    icon: 'send',
    pages: [
      { id: 'subscriptions', path: '/subscriptions', needs: 'subscription.manage' },
      { id: 'deliveries', path: '/deliveries', needs: 'delivery.read' },
    ],
  },
  {
    id: 'jobs',
    icon: 'clock',
    pages: [
      { id: 'jobs', path: '/jobs', needs: 'job.read' },
      { id: 'consumers', path: '/consumers', needs: 'job.read' },
    ],
  },
  { id: 'audit', icon: 'shield', pages: [{ id: 'audit', path: '/audit', needs: 'audit.read' }] },
  {
    id: 'rules',
    icon: 'document',
    pages: [
      { id: 'rules', path: '/rules', needs: 'rule.read' },
      { id: 'indicators', path: '/indicators', needs: 'indicator.read' },
      { id: 'case-types', path: '/case-types', needs: 'routing.read' },
      { id: 'routing', path: '/routing', needs: 'routing.read' },
    ],
  },
  {
    id: 'accounts',
    icon: 'person',
    pages: [
      { id: 'accounts', path: '/accounts', needs: 'account.manage' },
      { id: 'tokens', path: '/tokens', needs: 'account.manage' },
      { id: 'applications', path: '/applications', needs: 'account.manage' },
    ],
  },
]

/** The sections with the pages a person may read; sections without any are left out. */
export const visibleSections = (may: (permission: Permission) => boolean): Section[] =>
  SECTIONS.map((section) => ({ ...section, pages: section.pages.filter((page) => may(page.needs)) })).filter(
    (section) => section.pages.length > 0,
  )

export const isPage = (path: string): boolean => SECTIONS.some(({ pages }) => pages.some((page) => page.path === path))
