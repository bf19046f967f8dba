/** Puts together an entity that lies in several hubs before its subscriber is told (clause 5.8.6, splitEntities). */
import type { Kept } from '../../model/entity.ts'
import { matchesQuery } from '../../query/entity-query.ts'
import type { Finder } from '../../query/find.ts'
import type { KeptChange } from '../../subscription/change.ts'
import type { Subscription } from '../../subscription/spec.ts'
import { mergeEntity } from '../merge.ts'
import type { createRetrieve } from '../retrieve.ts'
import type { Origin } from '../speech.ts'

export interface AssembleServices {
  finder: Pick<Finder, 'one'>
  retrieve: ReturnType<typeof createRetrieve>
  /** in whose name and words sources are asked */
  originOf: (subscription: Subscription) => Promise<Origin>
}

const keptOf = (entity: KeptChange['entity'], tenant: string, region: string): Kept => ({
  ...entity,
  tenant,
  region: entity.region ?? region,
  source: null,
  provenance: null,
  hidden: {},
  live: true,
  origin: 'core',
})

/** Undefined when the whole entity is not what the subscription asks for. */
export const createAssemble =
  ({ finder, retrieve, originOf }: AssembleServices) =>
  async (subscription: Subscription, change: KeptChange): Promise<KeptChange | undefined> => {
    if (change.kind !== 'created' && change.kind !== 'updated') return change
    const { tenant, compiled } = subscription
    const { id } = change.entity
    const local = await finder.one(tenant, id)
    const { entity: found } = await retrieve(await originOf(subscription), local, { id })
    const told = keptOf(change.entity, tenant, found?.region ?? '')
    // the state that was told of may be newer than what its teller answers
    const whole = found ? mergeEntity(found, told) : told
    if (!matchesQuery(whole, compiled.query)) return undefined
    return { ...change, entity: { ...change.entity, ...headOf(whole), attributes: whole.attributes } }
  }

const headOf = ({ types, scope, modifiedAt, createdAt }: Kept): Pick<Kept, 'types' | 'scope' | 'modifiedAt' | 'createdAt'> => ({
  types,
  scope,
  modifiedAt,
  createdAt,
})
