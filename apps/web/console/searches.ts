/** What each page keeps in its address. */
import { READ_WAYS } from '@haihe/contract/data-decision'
import { PURPOSES } from '@haihe/contract/data-grant'
import { id, matching, oneOf, region, searchOf, timeSearch, words } from './lib/address.ts'

const open = { open: id }
const sort = { sort: id }

export const sourcesSearch = searchOf({
  ...open,
  ...sort,
  q: words(),
  flow: oneOf('live', 'late', 'silent'),
  tab: oneOf('state', 'faults', 'connect', 'import', 'credentials'),
  new: oneOf('source'),
})
export type SourcesSearch = ReturnType<typeof sourcesSearch>

export const lettersSearch = searchOf({ ...open, source: id, code: id, state: oneOf('open', 'replayed', 'discarded') })
export type LettersSearch = ReturnType<typeof lettersSearch>

export const entitiesSearch = searchOf({
  ...open,
  type: id,
  find: words(),
  q: words(500),
  region,
  view: oneOf('list', 'map'),
  tab: oneOf('now', 'history', 'raw'),
  attribute: id,
  ...timeSearch,
})
export type EntitiesSearch = ReturnType<typeof entitiesSearch>

export const subscriptionsSearch = searchOf({ ...open, new: oneOf('subscription') })
export type SubscriptionsSearch = ReturnType<typeof subscriptionsSearch>

export const deliveriesSearch = searchOf({
  ...open,
  subscription: id,
  entity: id,
  state: oneOf('queued', 'tried', 'delivered', 'dead', 'superseded'),
  change: matching(/^[1-9]\d{0,15}$/),
  ...timeSearch,
})
export type DeliveriesSearch = ReturnType<typeof deliveriesSearch>

export const jobsSearch = searchOf({
  ...open,
  ...sort,
  q: words(),
  state: oneOf('waiting', 'running', 'retrying', 'dead'),
})
export type JobsSearch = ReturnType<typeof jobsSearch>

export const auditSearch = searchOf({
  ...open,
  subject: words(300),
  actor: words(),
  action: words(100),
  ...timeSearch,
})
export type AuditSearch = ReturnType<typeof auditSearch>

export const rulesSearch = searchOf({
  ...open,
  ...sort,
  q: words(),
  origin: oneOf('official', 'configurable', 'manual'),
  at: oneOf('today', 'all'),
  edit: id,
})
export type RulesSearch = ReturnType<typeof rulesSearch>

export const indicatorsSearch = searchOf({ ...open, ...sort, q: words(), domain: id })
export type IndicatorsSearch = ReturnType<typeof indicatorsSearch>

export const caseTypesSearch = searchOf({ ...open, q: words() })
export type CaseTypesSearch = ReturnType<typeof caseTypesSearch>

export const routingSearch = searchOf({ ...open, ...sort, q: words(), try: oneOf('yes') })
export type RoutingSearch = ReturnType<typeof routingSearch>

export const accountsSearch = searchOf({ ...open, q: words(60), new: oneOf('account') })
export type AccountsSearch = ReturnType<typeof accountsSearch>

export const tokensSearch = searchOf({ ...open, ...sort, q: words(), new: oneOf('token', 'client') })
export type TokensSearch = ReturnType<typeof tokensSearch>

const version = matching(/^\d{1,9}$/)
export const catalogueSearch = searchOf({
  ...open,
  q: words(100),
  view: oneOf('mine', 'review', 'overdue'),
  sort: oneOf('updated', 'title', 'quality', 'code'),
  owner: words(800),
  class: words(400),
  sharing: words(100),
  opening: words(100),
  cycle: words(100),
  state: words(100),
  grade: words(40),
  kind: words(60),
  tab: oneOf('about', 'fields', 'versions', 'history'),
  from: version,
  to: matching(/^(\d{1,9}|work)$/),
  new: oneOf('entry'),
  edit: oneOf('yes'),
})
export type CatalogueSearch = ReturnType<typeof catalogueSearch>

export const classificationSearch = searchOf({
  ...open,
  view: oneOf('lowerings'),
  whose: oneOf('mine'),
  state: oneOf('decided'),
  show: oneOf('all'),
})
export type ClassificationSearch = ReturnType<typeof classificationSearch>

export const qualitySearch = searchOf({
  ...open,
  view: oneOf('resources', 'units'),
  q: words(100),
  owner: words(80),
  below: oneOf('rectify', 'stop'),
  tab: oneOf('overview', 'rules'),
  rule: id,
  edit: oneOf('new', 'rule'),
})
export type QualitySearch = ReturnType<typeof qualitySearch>

export const lineageSearch = searchOf({
  node: words(600),
  tab: oneOf('graph', 'row', 'export'),
  row: words(2100),
  q: words(100),
  direction: oneOf('both', 'up', 'down'),
  depth: oneOf('1', '2', '3', '4', '6', '8', '12'),
})
export type LineageSearch = ReturnType<typeof lineageSearch>

export const ledgerSearch = searchOf({
  ...open,
  q: words(60),
  state: id,
  asker: id,
  owner: id,
  kind: oneOf('N1', 'N2', 'N3'),
  resource: id,
  mine: oneOf('asked', 'owned'),
  late: oneOf('yes'),
  going: oneOf('yes'),
  tab: oneOf('about', 'log'),
  new: oneOf('need', 'correction'),
})
export type LedgerSearch = ReturnType<typeof ledgerSearch>

export const ledgerUnitsSearch = searchOf({ ...sort, q: words(60) })
export type LedgerUnitsSearch = ReturnType<typeof ledgerUnitsSearch>

export const returnFlowSearch = searchOf({
  ...open,
  region,
  state: oneOf('ended', 'all'),
  tab: oneOf('about', 'versions', 'rows'),
  new: oneOf('package'),
})
export type ReturnFlowSearch = ReturnType<typeof returnFlowSearch>

export const returnFiguresSearch = searchOf({})

export const grantsSearch = searchOf({
  ...open,
  side: oneOf('received', 'issued'),
  state: oneOf('current', 'ended'),
  resource: id,
  new: oneOf('grant'),
})
export type GrantsSearch = ReturnType<typeof grantsSearch>

/** Conditions stay out of the address: they may name people. */
export const dataSearch = searchOf({ resource: id, grant: id, tab: oneOf('rows', 'counts'), open: oneOf('why') })
export type DataSearch = ReturnType<typeof dataSearch>

export const exportsSearch = searchOf({ ...open, new: oneOf('trace') })
export type ExportsSearch = ReturnType<typeof exportsSearch>

export const readLogSearch = searchOf({
  ...open,
  resource: id,
  grant: id,
  actor: id,
  unit: id,
  purpose: oneOf(...PURPOSES),
  way: oneOf(...READ_WAYS),
  ...timeSearch,
})
export type ReadLogSearch = ReturnType<typeof readLogSearch>

export const connectorsSearch = searchOf({
  ...open,
  ...sort,
  q: words(100),
  kind: oneOf('postgres', 'mysql', 'upload', 'folder', 'http', 'ngsi-ld', 'mqtt'),
  resource: id,
  tab: oneOf('state', 'settings', 'mapping', 'rejects'),
  reject: matching(/^\d{1,15}$/),
  new: oneOf('1'),
  edit: id,
  step: oneOf('kind', 'connect', 'map', 'start'),
  upload: id,
})
export type ConnectorsSearch = ReturnType<typeof connectorsSearch>

export const runsSearch = searchOf({
  ...open,
  connector: id,
  state: oneOf('queued', 'running', 'paused', 'done', 'failed', 'cancelled'),
})
export type RunsSearch = ReturnType<typeof runsSearch>
