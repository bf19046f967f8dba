/** Readings behind a number, as a trace or an explanation of it shows them: they follow the policy like any other read. */
import { type Actor, AppError, withinRegion } from '@haihe/contract'
import type { EntityGuard } from './entity-guard.ts'

/** Throws FILTER_NOT_ALLOWED when one of the attributes is not shown whole to the actor, OUT_OF_SCOPE beyond the regions shown. */
export const readingsGuard =
  ({ assertAsked, reach }: Pick<EntityGuard, 'assertAsked' | 'reach'>) =>
  async (actor: Actor, type: string, attributes: readonly string[], region: string): Promise<void> => {
    const asker = { actor, reason: null }
    await assertAsked(asker, 'screen', attributes, [type])
    const regions = await reach(asker, 'screen', [type])
    if (regions && !regions.some((one) => withinRegion(region, one))) throw new AppError('OUT_OF_SCOPE')
  }
