/** The parts of the console, and which permission shows each. A page nobody may read is not in the list. */
import type { Permission } from '@haihe/contract/permission'
import type { IconName } from '../ui/icon.tsx'

export interface Section {
  id: string
  icon: IconName
  /** entries of one group stand together: data 数据, exchange 共享, sensing 感知, operation 运行 */
  group: 'data' | 'exchange' | 'sensing' | 'operation'
  /** the first one is where the entry leads; each has its own address and its own permission */
  pages: readonly { id: string; path: string; needs: Permission }[]
}

export const SECTIONS: readonly Section[] = [
  {
    id: 'catalogue',
    icon: 'list',
    group: 'data',
    pages: [
      { id: 'catalogue', path: '/catalogue', needs: 'catalogue.read' },
      { id: 'classification', path: '/classification', needs: 'classification.confirm' },
    ],
  },
  {
    id: 'quality',
    icon: 'chart',
    group: 'data',
    pages: [
      { id: 'quality', path: '/quality', needs: 'quality.read' },
      { id: 'lineage', path: '/lineage', needs: 'lineage.read' },
    ],
  },
  {
    id: 'ledger',
    icon: 'flag',
    group: 'exchange',
    pages: [
      { id: 'ledger', path: '/ledger', needs: 'ledger.read' },
      { id: 'ledger-units', path: '/ledger/units', needs: 'ledger.read' },
    ],
  },
  {
    id: 'return-flow',
    icon: 'down',
    group: 'exchange',
    pages: [
      { id: 'return-flow', path: '/return-flow', needs: 'data.read' },
      { id: 'return-flow-figures', path: '/return-flow/figures', needs: 'catalogue.read' },
    ],
  },
  {
    id: 'grants',
    icon: 'lock',
    group: 'exchange',
    pages: [
      { id: 'grants', path: '/grants', needs: 'data.read' },
      { id: 'data', path: '/data', needs: 'data.read' },
      { id: 'exports', path: '/exports', needs: 'data.read' },
      { id: 'read-log', path: '/read-log', needs: 'read-log.read' },
    ],
  },
  {
    id: 'exchange',
    icon: 'layers',
    group: 'exchange',
    pages: [
      { id: 'connectors', path: '/connectors', needs: 'exchange.read' },
      { id: 'runs', path: '/runs', needs: 'exchange.read' },
    ],
  },
  { id: 'sources', icon: 'waves', group: 'sensing', pages: [{ id: 'sources', path: '/sources', needs: 'source.read' }] },
  {
    id: 'dead-letters',
    icon: 'empty',
    group: 'sensing',
    pages: [{ id: 'dead-letters', path: '/dead-letters', needs: 'dead-letter.read' }],
  },
  { id: 'entities', icon: 'city', group: 'sensing', pages: [{ id: 'entities', path: '/entities', needs: 'entity.read' }] },
  {
    id: 'deliveries',
    icon: 'send',
    group: 'sensing',
    pages: [
      { id: 'subscriptions', path: '/subscriptions', needs: 'subscription.manage' },
      { id: 'deliveries', path: '/deliveries', needs: 'delivery.read' },
    ],
  },
  {
    id: 'jobs',
    icon: 'clock',
    group: 'operation',
    pages: [
      { id: 'jobs', path: '/jobs', needs: 'job.read' },
      { id: 'consumers', path: '/consumers', needs: 'job.read' },
    ],
  },
  { id: 'audit', icon: 'shield', group: 'operation', pages: [{ id: 'audit', path: '/audit', needs: 'audit.read' }] },
  {
    id: 'rules',
    icon: 'document',
    group: 'operation',
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
    group: 'operation',
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
