/** What the business hub is given by the floors below it. Narrow on purpose: tests of this floor bring small ones. */
import type { Explanation, Provenance, Rule } from '@haihe/contract'
import type { Audit, Authenticate, Jobs, Outbox, Trx } from '@haihe/kernel'
import type { Calendar } from '@haihe/kernel/calendar/index'
import type pg from 'pg'

export interface UnitInfo {
  id: string
  name: string
  kind: string
  region: string
  /** what it is in charge of, for routing by duty */
  duties: readonly string[]
}

export interface Regions {
  /** the smallest region that holds the point, or undefined outside the city */
  locate: (lon: number, lat: number) => string | undefined
  name: (code: string) => string
  has: (code: string) => boolean
}

export interface Units {
  find: (id: string) => UnitInfo | undefined
  all: () => readonly UnitInfo[]
}

export interface Rules {
  /** the rule in force on a local date for a region */
  find: (id: string, date: string, region: string) => Rule | undefined
}

/** Event-fed indicators and links from alerts to cases; both join the transaction of the action. */
export interface Intelligence {
  recordEvents: (
    trx: Trx | pg.ClientBase,
    events: readonly {
      event: string
      region: string
      at: Date
      value?: number
      weight?: number
      provenance?: Provenance
      subject?: string
      name?: string
    }[],
  ) => Promise<void>
  /** who gives the records behind the numbers of an event */
  explainEvents?: (
    events: readonly string[],
    records: (question: {
      event: string
      region: string
      from: Date
      to: Date
      limit: number
    }) => Promise<Pick<Explanation, 'records' | 'sources'>>,
  ) => void
  linkCase: (trx: Trx, alertId: string, caseId: string, owner: string | null) => Promise<void>
  /** false when the alert is over already; without it every alert is taken as open */
  isOpen?: (trx: Trx, alertId: string) => Promise<boolean>
}

export interface Ports {
  /** resolves a machine's key that comes as a parameter (Open311 api_key) */
  authenticate?: Authenticate
  /** how real what a machine's source sends is; `local` unless told */
  provenanceOf?: (source: string) => Provenance | undefined
  outbox: Outbox
  audit: Audit
  jobs: Jobs
  calendar: Calendar
  regions: Regions
  units: Units
  rules: Rules
  intelligence: Intelligence
}
