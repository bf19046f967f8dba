import { type Actor, holdsFor, mayIn, type Resource } from '@haihe/contract'

/** Of the actor's regions and published at some time; a draft is for its owners. */
export const seesLineage = (actor: Actor, resource: Resource): boolean =>
  mayIn(actor, 'lineage.read', resource.region) && (resource.version > 0 || holdsFor(actor, 'catalogue.edit', resource))
