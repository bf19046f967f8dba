/** Entities that relationships lead to, in this hub and in others, as far as the caller may see them (clause 4.5.23). */
import type { Kept } from '../model/entity.ts'
import { readable } from './entity-routes.ts'
import type { Exchange } from './exchange.ts'
import { showKept } from './guarding.ts'
import type { NgsiServices } from './services.ts'
import type { LoadMany } from './shape.ts'

export interface Joining {
  load: LoadMany
  /** of context sources that failed so far */
  warnings: () => string[]
}

/** `local`: this hub alone. */
export const joining = (
  exchange: Exchange,
  { finder, federation, guard }: Pick<NgsiServices, 'finder' | 'federation' | 'guard'>,
  local: boolean,
): Joining => {
  const warnings = new Set<string>()
  /** null: nobody has it */
  const known = new Map<string, Kept | null>()

  const find = async (ids: readonly string[], types: Parameters<LoadMany>[1]): Promise<Kept[]> => {
    const own = await finder.many(exchange.tenant, ids)
    const seen = own.filter((one) => readable(exchange, one))
    if (local) return seen
    // what the caller may not read here does not exist elsewhere either
    const hidden = new Set(own.map(({ id }) => id)).difference(new Set(seen.map(({ id }) => id)))
    const open = ids.filter((id) => !hidden.has(id))
    const found = await federation.linked(exchange, open, seen, types ?? new Map())
    for (const warning of found.warnings) warnings.add(warning)
    return found.entities.filter((one) => readable(exchange, one))
  }

  return {
    warnings: () => [...warnings],
    load: async (ids, types) => {
      const open = ids.filter((id) => !known.has(id))
      if (open.length > 0) {
        const found = new Map((await showKept(guard, exchange, await find(open, types))).map((kept) => [kept.id, kept]))
        for (const id of open) known.set(id, found.get(id) ?? null)
      }
      return ids.flatMap((id) => known.get(id) ?? [])
    },
  }
}
