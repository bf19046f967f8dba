/** Names of operations a context source may offer, and their groups (clause 4.20). */

export const OPERATIONS = [
  ...['createEntity', 'updateEntity', 'appendAttrs', 'updateAttrs', 'deleteAttrs', 'deleteEntity', 'purgeEntity'],
  ...['createBatch', 'upsertBatch', 'updateBatch', 'deleteBatch', 'mergeBatch'],
  ...['upsertTemporal', 'appendAttrsTemporal', 'deleteAttrsTemporal', 'deleteAttrInstanceTemporal', 'deleteTemporal'],
  // versions before 1.9 know the second name for it
  ...['updateAttrInstanceTemporal', 'updateAttrsTemporal'],
  ...['mergeEntity', 'replaceEntity', 'replaceAttrs'],
  ...['retrieveEntity', 'queryEntity', 'queryBatch', 'retrieveTemporal', 'queryTemporal'],
  ...['retrieveEntityTypes', 'retrieveEntityTypeDetails', 'retrieveEntityTypeInfo'],
  ...['retrieveAttrTypes', 'retrieveAttrTypeDetails', 'retrieveAttrTypeInfo'],
  ...['createSubscription', 'updateSubscription', 'retrieveSubscription', 'querySubscription', 'deleteSubscription'],
  ...['retrieveEntityMap', 'createEntityMap', 'updateEntityMap', 'deleteEntityMap', 'retrieveContextSourceIdentity'],
  ...['createEntityMapQueryEntity', 'createEntityMapQueryTemporal'],
] as const
export type Operation = string

const DISCOVERY = [
  ...['retrieveEntityTypes', 'retrieveEntityTypeDetails', 'retrieveEntityTypeInfo'],
  ...['retrieveAttrTypes', 'retrieveAttrTypeDetails', 'retrieveAttrTypeInfo'],
]
const SUBSCRIPTION = [
  ...['createSubscription', 'updateSubscription', 'retrieveSubscription', 'querySubscription', 'deleteSubscription'],
]
const MAPS = ['retrieveEntityMap', 'createEntityMap', 'createEntityMapQueryEntity', 'updateEntityMap', 'deleteEntityMap']
const CONSUMPTION = ['retrieveEntity', 'queryEntity', 'queryBatch', 'retrieveTemporal', 'queryTemporal', ...DISCOVERY]

export const GROUPS: Record<string, readonly Operation[]> = {
  federationOps: [
    ...['retrieveEntity', 'queryEntity', 'queryBatch', ...DISCOVERY, ...SUBSCRIPTION, ...MAPS],
    'retrieveContextSourceIdentity',
  ],
  associationOps: [
    ...['retrieveEntity', 'queryEntity', 'queryBatch', ...DISCOVERY, ...SUBSCRIPTION],
    'retrieveContextSourceIdentity',
  ],
  updateOps: ['updateEntity', 'updateAttrs', 'replaceEntity', 'replaceAttrs'],
  retrieveOps: ['retrieveEntity', 'queryEntity'],
  redirectionOps: [
    ...['createEntity', 'updateEntity', 'appendAttrs', 'updateAttrs', 'deleteAttrs', 'deleteEntity', 'purgeEntity'],
    ...['mergeEntity', 'replaceEntity', 'replaceAttrs', 'retrieveEntity', 'queryEntity', ...DISCOVERY, ...MAPS],
    'retrieveContextSourceIdentity',
  ],
}
export const DEFAULT_OPERATIONS = ['federationOps']

const KNOWN = new Set<string>([...OPERATIONS, ...Object.keys(GROUPS)])
export const isOperation = (name: unknown): name is string => typeof name === 'string' && KNOWN.has(name)

export const expandOperations = (names: readonly string[]): Set<Operation> =>
  new Set(names.flatMap((name) => GROUPS[name] ?? [name]))

/** An auxiliary source is only read (clause 4.3.6.2). Subscriptions of a group count as reading. */
export const isReading = (name: string): boolean =>
  name === 'federationOps' ||
  name === 'associationOps' ||
  name === 'retrieveOps' ||
  CONSUMPTION.includes(name) ||
  /Subscription$|EntityMap|Identity$/.test(name)
