/** Active subscriptions in memory, current as of the transaction that asks: a version in the store says when they moved. */
import type pg from 'pg'
import { createMatchIndex, type MatchIndex } from '../../deliveries/match-index.ts'
import { loosened } from '../federation/copies/own-news.ts'
import { activeSubscriptions, currentVersion, type Stored } from './subscription-store.ts'

export interface Registry {
  /** what an entity of these types could be of interest to, as of the client's transaction */
  candidates: (client: pg.Pool | pg.ClientBase) => Promise<Candidates>
}

export interface Candidates {
  isEmpty: boolean
  /** subscriptions that an entity may be meant by; and whether anybody may care for one of its attributes */
  of: MatchIndex['of']
  watches: MatchIndex['watches']
  /** every active one, by the key of its subscriber */
  byKey: ReadonlyMap<number, Stored>
  registrations: (tenant: string) => Stored[]
}

const index = (subscriptions: readonly Stored[]): Candidates => {
  const entities = subscriptions
    .filter(({ kind, compiled }) => kind === 'entity' && compiled.timeInterval === undefined)
    .map(loosened)
  return {
    isEmpty: entities.length === 0,
    ...createMatchIndex(entities),
    byKey: new Map(subscriptions.map((one) => [one.key, one])),
    registrations: (tenant) => subscriptions.filter((one) => one.kind === 'csource' && one.tenant === tenant),
  }
}

export const createRegistry = (): Registry => {
  let known: { version: number; candidates: Candidates } | undefined
  return {
    async candidates(client) {
      const version = await currentVersion(client)
      if (known?.version !== version) known = { version, candidates: index(await activeSubscriptions(client)) }
      return known.candidates
    },
  }
}
