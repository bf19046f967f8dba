/** Components and events of GB/T 30428.2 as the tree that forms, routes and rules go by. */
import type { CategoryDef } from '@haihe/contract'
import { COMPONENT_CLASSES, COMPONENTS, type ComponentRow } from './category-components.ts'
import { CONDITIONS, GENERAL } from './category-conditions.ts'
import { EVENT_CLASSES, EVENTS, type EventRow } from './category-events.ts'

export const CITY = '12'
const STANDARD = 'GB/T 30428.2-2013（在用系统字典，小类各地有增减）'
const LOCAL = '地方扩展示例（21 类由地方自定，可配置）'
const UNSOURCED = '行业通行编码，未见公开字典，可配置'

/** Covers of shafts: open ones are dangerous. */
const isCover = (code: string): boolean => /井盖|箅子/.test(COMPONENTS.find((row) => row.code === code)?.zh ?? '')

const shared = { region: CITY, selfHandle: false, urgency: 'normal' as const, words: [] }

const ofEvent = (row: EventRow, leaf: boolean): CategoryDef => ({
  ...shared,
  code: row.code,
  parent: leaf ? row.code.slice(0, 2) : null,
  title: { zh: row.zh, en: row.en },
  standardCode: row.code,
  standard: row.code.startsWith('21') ? LOCAL : STANDARD,
  leaf,
  kind: 'event',
  selfHandle: row.self ?? false,
  urgency: row.urgency ?? 'normal',
  words: row.words ?? [],
  ...(leaf ? (CONDITIONS[row.code] ?? GENERAL) : {}),
})

const ofComponent = (row: ComponentRow, leaf: boolean): CategoryDef => ({
  ...shared,
  code: `C${row.code}`,
  parent: leaf ? `C${row.code.slice(0, 2)}` : null,
  title: { zh: row.zh, en: row.en },
  standardCode: row.code,
  standard: row.code.startsWith('21') ? LOCAL : row.k ? UNSOURCED : STANDARD,
  leaf,
  kind: 'component',
  urgency: leaf && isCover(row.code) ? 'urgent' : 'normal',
  ...(leaf ? (CONDITIONS[`C${row.code}`] ?? GENERAL) : {}),
})

export const categories: CategoryDef[] = [
  ...EVENT_CLASSES.map((row) => ofEvent(row, false)),
  ...EVENTS.map((row) => ofEvent(row, true)),
  ...COMPONENT_CLASSES.map((row) => ofComponent(row, false)),
  ...COMPONENTS.map((row) => ofComponent(row, true)),
]
