/** Active subscriptions in memory, current as of the transaction that asks: a version in the store says when they moved. */
import type pg from 'pg'
import { typesIn } from '../query/types.ts'
import type { Subscription } from './spec.ts'
import { activeSubscriptions, currentVersion } from './subscription-store.ts'

export interface Registry {
  /** what an entity of these types could be of interest to, as of the client's transaction */
  candidates: (client: pg.ClientBase) => Promise<Candidates>
}

export interface Candidates {
  isEmpty: boolean
  /** subscriptions to entities of any of these types */
  of: (tenant: string, types: readonly string[]) => Subscription[]
  registrations: (tenant: string) => Subscription[]
}

const index = (subscriptions: readonly Subscription[]): Candidates => {
  const byType = new Map<string, Subscription[]>()
  const any: Subscription[] = []
  const put = (key: string, subscription: Subscription): void => {
    byType.set(key, [...(byType.get(key) ?? []), subscription])
  }
  const entities = subscriptions.filter(({ kind, compiled }) => kind === 'entity' && compiled.timeInterval === undefined)
  for (const subscription of entities) {
    const { selectors } = subscription.compiled.query
    // without a type, every entity may be meant
    if (selectors.length === 0 || selectors.some(({ types }) => types === undefined)) any.push(subscription)
    else
      for (const type of new Set(selectors.flatMap(({ types }) => typesIn(types as NonNullable<typeof types>))))
        put(`${subscription.tenant} ${type}`, subscription)
  }
  return {
    isEmpty: entities.length === 0,
    of: (tenant, types) => [
      ...new Set([
        ...any.filter((subscription) => subscription.tenant === tenant),
        ...types.flatMap((type) => byType.get(`${tenant} ${type}`) ?? []),
      ]),
    ],
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
