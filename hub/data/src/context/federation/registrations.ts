/** Registrations in memory: a change made here is seen at once, one of another process within a second. */
import { sourceOf } from './read.ts'
import type { Source } from './registration.ts'
import type { RegistrationStore } from './registration-store.ts'

export interface Registrations {
  /** sources of a tenant that have not expired, in the order they were registered */
  of: (tenant: string) => Promise<readonly Source[]>
  /** a registration was made, changed or removed here */
  forget: () => void
}

/** How old a look at the version may be, milliseconds. */
const FRESH = 1000
const NONE: readonly Source[] = []

export const createRegistrations = (store: Pick<RegistrationStore, 'version' | 'list'>, now: () => Date): Registrations => {
  let known: { version: number; byTenant: Map<string, Source[]> } | undefined
  let looked = Number.NEGATIVE_INFINITY
  let loading: Promise<void> | undefined
  let changes = 0

  const load = async (): Promise<void> => {
    const before = changes
    const version = await store.version()
    if (known?.version !== version) {
      const byTenant = Map.groupBy((await store.list()).map(sourceOf), (source) => source.tenant)
      known = { version, byTenant }
    }
    // a change made here meanwhile may not be in what was read
    if (before !== changes) {
      known = undefined
      return load()
    }
    looked = performance.now()
  }

  return {
    async of(tenant) {
      if (!known || performance.now() - looked > FRESH) {
        loading ??= load().finally(() => {
          loading = undefined
        })
        await loading
      }
      const sources = known?.byTenant.get(tenant)
      if (!sources) return NONE
      const at = now().getTime()
      return sources.every(({ expiresAt }) => expiresAt === undefined || expiresAt > at)
        ? sources
        : sources.filter(({ expiresAt }) => expiresAt === undefined || expiresAt > at)
    },
    forget: () => {
      changes += 1
      known = undefined
    },
  }
}
