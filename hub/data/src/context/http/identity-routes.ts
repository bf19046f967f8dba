/** Who this context source is (clauses 5.15.1, 5.2.40). */
import { answer } from './exchange.ts'
import type { NgsiRoute } from './plugin.ts'
import type { NgsiServices } from './services.ts'

/** Name of a tenant of this hub in Via headers: stable, and a token of HTTP. */
export const aliasOf = (publicUrl: string, tenant: string): string => {
  const { host } = new URL(publicUrl)
  return [host, ...(tenant ? [tenant] : [])].join('.').replaceAll(/[^A-Za-z0-9._-]/g, '-')
}

const duration = (ms: number): string => `PT${Math.max(0, Math.floor(ms / 1000))}S`

export const identityRoutes = ({ now }: NgsiServices, publicUrl: string, startedAt: Date): NgsiRoute[] => [
  {
    method: 'GET',
    path: '/info/sourceIdentity',
    permission: 'entity.read',
    unknownTenant: 'accept',
    handle: async ({ tenant }) => {
      const alias = aliasOf(publicUrl, tenant)
      return answer(200, {
        id: `urn:ngsi-ld:ContextSourceIdentity:${alias}`,
        type: 'ContextSourceIdentity',
        contextSourceAlias: alias,
        contextSourceUptime: duration(now().getTime() - startedAt.getTime()),
        contextSourceTimeAt: now().toISOString(),
      })
    },
  },
]
