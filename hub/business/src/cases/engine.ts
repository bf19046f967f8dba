/** What every operation on cases is given. */
import type { Actor, ClockMath, FindUnit, RoutingRule } from '@haihe/contract'
import type { Ctx } from '@haihe/kernel'
import type { Attachments } from '@haihe/kernel/attachments/index'
import type { Ports } from '../ports.ts'
import type { Writer } from '../writer.ts'
import type { CaseRow } from './case-store.ts'
import type { Grouped } from './group.ts'
import type { Hook } from './hook.ts'
import type { Registry } from './registry.ts'

export interface Engine {
  ctx: Ctx
  ports: Ports
  writer: Writer
  /** a case as it stands when it is asked for */
  read: (district: string, id: string) => Promise<CaseRow | undefined>
  /** the next case number */
  number: () => Promise<number>
  /** commits a new case or an action; throws CONFLICT when somebody else acted since the case was read */
  write: (one: Grouped) => Promise<void>
  attachments: Pick<Attachments, 'claim' | 'find'>
  registry: Registry
  /** what else happens in the transaction of an action, by `type.action` */
  hooks: ReadonlyMap<string, Hook>
  math: ClockMath
  find: FindUnit
  /** rules of the set that holds on a local date */
  routingOn: (date: string) => readonly RoutingRule[]
}

/** Who acts when nobody does: clocks, alerts and what follows a report. */
export const SYSTEM: Actor = { id: 'system', kind: 'system', name: '系统', grants: [], assurance: 0 }
