/** What exports and the façade of others tell whom: everybody what is opened, who reads the catalogue all that is served. */
import { type Actor, holds, isOpen, isServed, type Resource } from '@haihe/contract'

export const listedFor = (actor: Actor): ((resource: Resource) => boolean) =>
  holds(actor, 'catalogue.read') ? (resource) => isServed(resource) && !resource.stopped : isOpen
