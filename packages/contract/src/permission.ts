/**
 * Permissions as data. A role holds within a unit and a region; a route names the permission it needs;
 * the same functions decide on the server and grey out the button in front of people.
 */
import { z } from 'zod'
import { RegionCode, withinRegion } from './region.ts'

export const ROLES = [
  'citizen',
  'gridWorker',
  'communityOps',
  'streetDispatcher',
  'districtCenter',
  'deptHandler',
  'cityCenter',
  'supervisor',
  'auditor',
  'dataEngineer',
  'leader',
  'admin',
  'device',
  'client',
] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

export const PERMISSIONS = [
  'account.self',
  'account.manage',
  'region.read',
  'unit.read',
  'indicator.read',
  'indicator.explain',
  'alert.read',
  'alert.handle',
  'alert.sign-off',
  'case.report',
  'case.read',
  'case.act',
  'case.supervise',
  'case.own',
  'routing.read',
  'routing.manage',
  'rate.read',
  'entity.read',
  'entity.write',
  'observation.write',
  'subscription.manage',
  'source.read',
  'source.manage',
  'dead-letter.read',
  'dead-letter.replay',
  'delivery.read',
  'delivery.manage',
  'job.read',
  'audit.read',
  'rule.read',
  'rule.manage',
  'catalogue.read',
  'catalogue.edit',
  'catalogue.review',
  'exchange.read',
  'exchange.manage',
  'data.read',
  'grant.read',
  'grant.manage',
  'policy.explain',
  'quality.read',
  'quality.manage',
  'return-flow.propose',
  'lineage.read',
  'classification.confirm',
  'read-log.read',
  'pseudonym.reverse',
  'my-data.read',
  'federation.manage',
  'ledger.read',
  'ledger.state',
] as const
export const Permission = z.enum(PERMISSIONS)
export type Permission = z.infer<typeof Permission>

const STAFF: Permission[] = [
  'ledger.read',
  'account.self',
  'region.read',
  'unit.read',
  'indicator.read',
  'indicator.explain',
  'alert.read',
  'rate.read',
  'rule.read',
  'catalogue.read',
  'data.read',
  'policy.explain',
  'my-data.read',
]

export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  citizen: ['account.self', 'region.read', 'case.report', 'case.own', 'indicator.read', 'my-data.read'],
  gridWorker: [...STAFF, 'case.report', 'case.read', 'case.act'],
  communityOps: [...STAFF, 'case.report', 'case.read', 'case.act'],
  streetDispatcher: [...STAFF, 'ledger.state', 'case.report', 'case.read', 'case.act', 'alert.handle', 'routing.read'],
  districtCenter: [
    ...STAFF,
    'ledger.state',
    'case.report',
    'case.read',
    'case.act',
    'case.supervise',
    'alert.handle',
    'routing.read',
    'lineage.read',
  ],
  deptHandler: [...STAFF, 'ledger.state', 'case.read', 'case.act', 'alert.handle'],
  cityCenter: [
    ...STAFF,
    'ledger.state',
    'case.report',
    'case.read',
    'case.act',
    'case.supervise',
    'alert.handle',
    'alert.sign-off',
    'routing.read',
    'routing.manage',
    'source.read',
    'delivery.read',
    'job.read',
    'catalogue.edit',
    'catalogue.review',
    'classification.confirm',
    'exchange.read',
    'grant.read',
    'grant.manage',
    'return-flow.propose',
    'quality.read',
    'lineage.read',
    'read-log.read',
  ],
  supervisor: [
    ...STAFF,
    'case.read',
    'case.act',
    'case.supervise',
    'alert.handle',
    'alert.sign-off',
    'routing.read',
    'lineage.read',
  ],
  auditor: [...STAFF, 'case.read', 'audit.read', 'delivery.read', 'grant.read', 'lineage.read', 'quality.read', 'read-log.read'],
  dataEngineer: [
    ...STAFF,
    'ledger.state',
    'entity.read',
    'entity.write',
    'observation.write',
    'subscription.manage',
    'source.read',
    'source.manage',
    'dead-letter.read',
    'dead-letter.replay',
    'delivery.read',
    'delivery.manage',
    'job.read',
    'audit.read',
    'case.read',
    'case.act',
    'case.report',
    'catalogue.edit',
    'exchange.read',
    'exchange.manage',
    'grant.read',
    'grant.manage',
    'quality.read',
    'quality.manage',
    'lineage.read',
    'classification.confirm',
    'read-log.read',
    'pseudonym.reverse',
    'federation.manage',
  ],
  leader: [...STAFF, 'case.read', 'alert.sign-off', 'lineage.read'],
  admin: [...PERMISSIONS],
  device: ['observation.write'],
  client: [
    'entity.read',
    'entity.write',
    'observation.write',
    'subscription.manage',
    'case.report',
    'region.read',
    'unit.read',
    'indicator.read',
    'catalogue.read',
    'data.read',
  ],
}

export const Grant = z.object({ role: Role, unit: z.string().nullable(), region: RegionCode })
export type Grant = z.infer<typeof Grant>

/** Who is acting. `grants` come from roles; `id` is an account or a machine client. */
export const Actor = z.object({
  id: z.string(),
  kind: z.enum(['person', 'machine', 'system']),
  name: z.string(),
  grants: z.array(Grant),
  /** L1 account, L2 real name, L3 real person or second factor, L4 digital certificate */
  assurance: z.number().int().min(0).max(4),
  /** a machine's source id, when its credential is bound to one */
  source: z.string().optional(),
})
export type Actor = z.infer<typeof Actor>

export const holds = (actor: Actor, permission: Permission): boolean =>
  actor.grants.some((grant) => ROLE_PERMISSIONS[grant.role].includes(permission))

/** The regions in which the actor holds a permission; a descendant of any of them is in scope. */
export const scopesOf = (actor: Actor, permission: Permission): string[] => [
  ...new Set(actor.grants.filter((grant) => ROLE_PERMISSIONS[grant.role].includes(permission)).map((grant) => grant.region)),
]

/** Units the actor acts for. */
export const unitsOf = (actor: Actor): string[] => [...new Set(actor.grants.flatMap(({ unit }) => (unit === null ? [] : [unit])))]

export const mayIn = (actor: Actor, permission: Permission, region: string): boolean =>
  scopesOf(actor, permission).some((scope) => withinRegion(region, scope))
