/** What the catalogue says of the resource of a need, as facts of the case. */
import { isServed, type Resource } from '@haihe/contract'
import type { Trx } from '@haihe/kernel'
import { NEED_KINDS } from '../case-types/categories.ts'
import { isConnected } from './numbers.ts'

interface NeedFacts {
  catalogued: boolean
  connected: boolean
  /** shared unconditionally and ready: the authority grants it without asking its owner */
  direct: boolean
}

export const factsOf = async (trx: Trx, resource: Resource | undefined): Promise<NeedFacts> => {
  if (!resource || !isServed(resource)) return { catalogued: false, connected: false, direct: false }
  const connected = await isConnected(trx, resource)
  return { catalogued: true, connected, direct: connected && resource.sharing.type === 'unconditional' && !resource.stopped }
}

export const kindOf = (facts: NeedFacts): string =>
  facts.direct ? NEED_KINDS.unconditional : facts.connected ? NEED_KINDS.conditional : NEED_KINDS.unconnected

/** As flags of a case; names and values, nothing else. */
export const flagsOf = (facts: NeedFacts): Record<string, boolean> => ({ ...facts })
