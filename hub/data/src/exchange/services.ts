/** What the parts of the exchange are given. */
import type { CheckWorld } from '@haihe/contract'
import type { Audit, Ctx, Outbox, RegionIndex, UnitIndex } from '@haihe/kernel'
import type { Catalogue, Held, SubjectKey } from '../platform/ports.ts'
import type { ConnectorRow } from './connector/connector-store.ts'
import type { RunInput } from './run/run-store.ts'
import type { Source } from './source/types.ts'

export interface ExchangeServices {
  outbox: Pick<Outbox, 'publish' | 'consume'>
  audit: Pick<Audit, 'record'>
  regions: Pick<RegionIndex, 'find' | 'has' | 'all' | 'fullName'>
  units: Pick<UnitIndex, 'find'>
  catalogue: Pick<Catalogue, 'find' | 'get' | 'note'>
  held: Held
  subjectKey: SubjectKey
}

/** Opens what a connector reads; throws SourceError in words for people. */
export type OpenSource = (connector: ConnectorRow, input: RunInput, runId: number | null) => Promise<Source>

export interface RunServices extends Pick<ExchangeServices, 'outbox' | 'catalogue' | 'held' | 'subjectKey'> {
  ctx: Pick<Ctx, 'db' | 'url' | 'now' | 'log' | 'live'>
  open: OpenSource
  worldOf: (connector: ConnectorRow) => CheckWorld
  /** after a run ended, whatever came of it */
  ended?: (connector: ConnectorRow, input: RunInput, state: 'done' | 'failed' | 'cancelled') => Promise<void>
}
