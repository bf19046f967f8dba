/** What the ledger is given by the floors below. */
import type { Business } from '@haihe/business'
import type { Engine } from '@haihe/business/cases/engine'
import { isUuid, type Resource, type Rule } from '@haihe/contract'
import type { Catalogue, Grants } from '@haihe/data/platform/ports'
import type { Intelligence } from '@haihe/intelligence'
import type { Ctx, Jobs, Outbox } from '@haihe/kernel'

export interface LedgerServices {
  business: Pick<Business, 'engine' | 'hook'>
  catalogue: Pick<Catalogue, 'find' | 'byCode' | 'list'>
  grants: Pick<Grants, 'find' | 'issue' | 'renew'>
  /** whether the hub calls this service itself; then use is known and not declared */
  isServed?: (resource: string) => Promise<boolean>
  outbox: Pick<Outbox, 'consume' | 'publish'>
  intelligence: Pick<Intelligence, 'recordEvents' | 'explainEvents'>
  jobs: Pick<Jobs, 'define' | 'schedule'>
}

/** What every part of the ledger is given. */
export interface Ledger extends Omit<LedgerServices, 'business'> {
  ctx: Pick<Ctx, 'db' | 'now' | 'log' | 'city'>
  engine: Engine
  rule: (id: string, date: string, region: string) => Rule | undefined
}

/** By id or by code. */
export const findResource = (ledger: Ledger, named: string): Promise<Resource | undefined> =>
  isUuid(named) ? ledger.catalogue.find(named) : ledger.catalogue.byCode(named)
