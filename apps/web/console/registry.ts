/**
 * What a folder of the console registers in its section.ts: an entry of the menu, or pages in the entry of another
 * folder. sections.ts gathers them; nothing else names a page. The folder's words stand beside, in locales/{zh,en}.json:
 * `nav.<section>` and `page.<page>` are what the menu says.
 */
import type { Permission } from '@haihe/contract/permission'
import type { ComponentType } from 'react'
import type { IconName } from '../ui/icon.tsx'

export const GROUPS = ['data', 'exchange', 'sensing', 'operation'] as const
/** data 数据, exchange 共享, sensing 感知, operation 运行: entries of one group stand together, in this order */
export type Group = (typeof GROUPS)[number]

export interface PageEntry {
  /** its name on screen is the word page.<id> */
  id: string
  /** address below /console */
  path: string
  /** null: for everybody who is signed in */
  needs: Permission | null
  /** reads what the page keeps in its address; what is no kind of it leaves the address */
  search: (search: Record<string, unknown>) => object
  /** the page's own code, loaded when it is first shown */
  load: () => Promise<ComponentType>
  /** other addresses that lead here, by the name of the one part that varies: { '/catalogue/$entry': (entry) => ({ open: entry }) } */
  aliases?: Readonly<Record<string, (part: string) => Record<string, string>>>
}

/** How many wait there, asked of the API while a person who may read it looks at the console. */
export interface Waiting {
  path: string
  query: Record<string, string | number>
  needs: Permission
  /** from the answer to the question */
  // biome-ignore lint/suspicious/noExplicitAny: each folder knows the answer of its own question
  count: (answer: any) => number
}

export interface Section {
  /** its name on screen is the word nav.<id> */
  id: string
  icon: IconName
  group: Group | null
  /** place within the group, smaller first */
  rank: number
  waiting?: Waiting
  /** the first one a person may read is where the entry leads */
  pages: readonly PageEntry[]
}

/** Pages that stand in the section of another folder. */
export interface Joining {
  joins: string
  pages: readonly PageEntry[]
}

export type Registered = Section | Joining
