/** What the routes of the exchange share. */
import type { Actor, CheckWorld } from '@haihe/contract'
import type { Ctx } from '@haihe/kernel'
import type { ConnectorRow } from './connector/connector-store.ts'
import type { Secrets } from './connector/secrets.ts'
import type { Worker } from './run/worker.ts'
import type { Scope } from './scope.ts'
import type { ExchangeServices, OpenSource } from './services.ts'
import type { Source } from './source/types.ts'

export interface Room extends Pick<ExchangeServices, 'audit' | 'catalogue'> {
  ctx: Pick<Ctx, 'db' | 'now' | 'config' | 'city' | 'log'>
  scope: Scope
  secrets: Secrets
  open: OpenSource
  worker: Worker
  /** regions and times as rows are checked by, in a zone */
  world: (zone: string) => CheckWorld
  worldOf: (connector: ConnectorRow) => CheckWorld
  /** the id of an upload of the actor; throws NOT_FOUND */
  ownUpload: (actor: Actor, id: string) => Promise<string>
  /** its rows, as its own ending, charset and delimiter say */
  openUpload: (actor: Actor, id: string) => Promise<Source>
}
