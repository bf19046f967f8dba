/** Tenants (clause 4.14, 5.5.10): the first write that names a tenant creates it; any other use of an unknown one fails. */
import type { Db } from '@haihe/kernel'
import { bad, NgsiError } from './problem.ts'
import { hasTenant, insertTenant } from './tenants-store.ts'

export const DEFAULT_TENANT = ''
const NAME = /^[A-Za-z0-9][A-Za-z0-9_.:-]{0,63}$/

/** Where the copy of a snapshot stands: a tenant that no request can name. */
export const copyTenant = (tenant: string, snapshot: string): string => `~${tenant}~${snapshot}`
/** The tenant that a request named: that of the snapshot, where it is about one. */
export const namedTenant = (tenant: string): string => (tenant.startsWith('~') ? tenant.slice(1, tenant.indexOf('~', 1)) : tenant)

export interface Tenants {
  /** the tenant of a request; throws NonexistentTenant */
  resolve: (name: string | undefined, unknown: 'create' | 'accept' | 'refuse') => Promise<string>
}

export const createTenants = (db: Db, now: () => Date): Tenants => {
  const known = new Set<string>([DEFAULT_TENANT])
  return {
    async resolve(name = DEFAULT_TENANT, unknown) {
      if (known.has(name)) return name
      if (!NAME.test(name)) throw bad('tenant.invalid', { tenant: name })
      if (unknown === 'accept') return name
      if (unknown === 'create') await insertTenant(db, name, now())
      else if (!(await hasTenant(db, name))) throw new NgsiError('NonexistentTenant', 'tenant.unknown', { tenant: name })
      known.add(name)
      return name
    },
  }
}
