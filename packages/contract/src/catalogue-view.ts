/** The approval workflow of the catalogue, and what the console sees of it. Buttons and server ask the same functions. */
import { z } from 'zod'
import { type Actor, type Permission, ROLE_PERMISSIONS } from './permission.ts'
import { RegionCode, withinRegion } from './region.ts'
import { AccessType, Resource, ResourceDraft, ResourceState } from './resource.ts'

/** 提交 撤回 通过发布 退回 变更 放弃变更 撤销 */
export const CATALOGUE_ACTIONS = ['submit', 'recall', 'publish', 'return', 'change', 'discard', 'withdraw'] as const
export const CatalogueAction = z.enum(CATALOGUE_ACTIONS)
export type CatalogueAction = z.infer<typeof CatalogueAction>

/** Where an entry stands. A change of a published entry stays `changing` while it is reviewed: it goes on being served. */
export const CatalogueStanding = z.object({
  state: ResourceState,
  /** the revision in work waits for a reviewer */
  submitted: z.boolean(),
})
export type CatalogueStanding = z.infer<typeof CatalogueStanding>

/** Where an action leads; undefined when it is not possible from there. `withdrawn` is the end. */
export const afterAction = ({ state, submitted }: CatalogueStanding, action: CatalogueAction): CatalogueStanding | undefined => {
  const inReview = state === 'reviewing' || (state === 'changing' && submitted)
  const inWork = state === 'draft' || (state === 'changing' && !submitted)
  const waits = state === 'draft' || state === 'reviewing'
  switch (action) {
    case 'submit':
      return inWork ? { state: waits ? 'reviewing' : 'changing', submitted: true } : undefined
    case 'recall':
    case 'return':
      return inReview ? { state: waits ? 'draft' : 'changing', submitted: false } : undefined
    case 'publish':
      return inReview ? { state: 'published', submitted: false } : undefined
    case 'change':
      return inWork || state === 'published' ? { state: waits ? 'draft' : 'changing', submitted: false } : undefined
    case 'discard':
      return state === 'changing' ? { state: 'published', submitted: false } : undefined
    case 'withdraw':
      return state === 'withdrawn' ? undefined : { state: 'withdrawn', submitted: false }
  }
}

/** A version of it is served: reads, lists for everybody, exports. */
export const isServed = ({ state }: Pick<Resource, 'state'>): boolean => state === 'published' || state === 'changing'

/** A grant counts for a resource of its region, and of its unit when it names one. */
export const holdsFor = (actor: Actor, permission: Permission, resource: Pick<Resource, 'owner' | 'region'>): boolean =>
  actor.grants.some(
    (grant) =>
      ROLE_PERMISSIONS[grant.role].includes(permission) &&
      withinRegion(resource.region, grant.region) &&
      (grant.unit === null || grant.unit === resource.owner),
  )

/** Reviewers come from outside the owning unit as a rule: their unit does not matter, their region does. */
export const reviewsFor = (actor: Actor, resource: Pick<Resource, 'region'>): boolean =>
  actor.grants.some(
    (grant) => ROLE_PERMISSIONS[grant.role].includes('catalogue.review') && withinRegion(resource.region, grant.region),
  )

/** The data authority may propose that data of any owner in its region flows back; the owner confirms. */
export const proposesFor = (actor: Actor, resource: Pick<Resource, 'region'>): boolean =>
  actor.grants.some(
    (grant) => ROLE_PERMISSIONS[grant.role].includes('return-flow.propose') && withinRegion(resource.region, grant.region),
  )

export const CatalogueRefusal = z.enum(['not-now', 'not-yours', 'own-work'])
export type CatalogueRefusal = z.infer<typeof CatalogueRefusal>

export interface CatalogueSubject extends CatalogueStanding {
  owner: string
  region: string
  /** who wrote the revision in work */
  authors: readonly string[]
}

/** Why the actor may not do it, or null when they may. */
export const refusalOf = (actor: Actor, subject: CatalogueSubject, action: CatalogueAction): CatalogueRefusal | null => {
  const reviews = reviewsFor(actor, subject)
  if (action === 'publish' || action === 'return') {
    if (!reviews) return 'not-yours'
    if (!afterAction(subject, action)) return 'not-now'
    return action === 'publish' && subject.authors.includes(actor.id) ? 'own-work' : null
  }
  const edits = holdsFor(actor, 'catalogue.edit', subject)
  if (!edits && !(action === 'withdraw' && reviews)) return 'not-yours'
  return afterAction(subject, action) ? null : 'not-now'
}

/** Drafts, withdrawn and stopped resources are listed for who owns or reviews them; the others for every reader. */
export const seesEntry = (actor: Actor, resource: Pick<Resource, 'owner' | 'region' | 'state' | 'stopped'>): boolean =>
  (isServed(resource) && !resource.stopped) ||
  holdsFor(actor, 'catalogue.edit', resource) ||
  reviewsFor(actor, resource) ||
  actor.grants.some((grant) => grant.unit === resource.owner && ROLE_PERMISSIONS[grant.role].includes('catalogue.read'))

/** Anybody may know of it: it is opened to the public. */
export const isOpen = (resource: Pick<Resource, 'state' | 'stopped' | 'opening'>): boolean =>
  isServed(resource) && !resource.stopped && resource.opening.type !== 'refused'

/** Column name of an NGSI-LD attribute: airQuality → air_quality. */
export const fieldNameOf = (attribute: string): string => {
  const name = attribute
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^_+|_+$/g, '')
  return (/^[a-z]/.test(name) ? name : `f_${name}`).slice(0, 60)
}

/** A resource in a list. */
export const CatalogueItem = Resource.pick({
  id: true,
  no: true,
  code: true,
  title: true,
  summary: true,
  owner: true,
  region: true,
  kind: true,
  path: true,
  state: true,
  version: true,
  grade: true,
  quality: true,
  stopped: true,
  rows: true,
  cycle: true,
  loadedAt: true,
  publishedAt: true,
  updatedAt: true,
  keywords: true,
}).extend({
  ownerName: z.string(),
  sharing: AccessType,
  opening: AccessType,
  submitted: z.boolean(),
  /** its update cycle has passed without new rows */
  overdue: z.boolean(),
  fields: z.number().int(),
})
export type CatalogueItem = z.infer<typeof CatalogueItem>

export const CATALOGUE_FACETS = ['owner', 'class', 'sharing', 'opening', 'cycle', 'state', 'grade', 'kind'] as const
export const CatalogueFacet = z.enum(CATALOGUE_FACETS)
export type CatalogueFacet = z.infer<typeof CatalogueFacet>

export const FacetCount = z.object({ value: z.string(), title: z.string().nullable(), count: z.number().int() })
export type FacetCount = z.infer<typeof FacetCount>

export const CataloguePage = z.object({
  items: z.array(CatalogueItem),
  total: z.number().int(),
  next: z.string().nullable(),
  facets: z.partialRecord(CatalogueFacet, z.array(FacetCount)),
})
export type CataloguePage = z.infer<typeof CataloguePage>

/** One resource with what the caller may do with it. `resource` is the served version, or the draft before the first. */
export const CatalogueEntry = z.object({
  resource: Resource,
  ownerName: z.string(),
  submitted: z.boolean(),
  /** moves with every change of the words: a change names the one it began from */
  revision: z.number().int(),
  overdue: z.boolean(),
  dueAt: z.iso.datetime({ offset: true }).nullable(),
  /** the revision in work, for who may edit or review it */
  work: ResourceDraft.nullable(),
  authors: z.array(z.string()),
  actions: z.array(CatalogueAction),
})
export type CatalogueEntry = z.infer<typeof CatalogueEntry>

export const CatalogueVersion = z.object({
  version: z.number().int(),
  reason: z.string(),
  authors: z.array(z.string()),
  reviewer: z.string().nullable(),
  publishedAt: z.iso.datetime({ offset: true }),
})
export type CatalogueVersion = z.infer<typeof CatalogueVersion>

export const CatalogueStep = z.object({
  seq: z.number().int(),
  action: z.string(),
  state: ResourceState,
  version: z.number().int(),
  actor: z.string(),
  actorName: z.string(),
  reason: z.string(),
  at: z.iso.datetime({ offset: true }),
})
export type CatalogueStep = z.infer<typeof CatalogueStep>

/** One difference: a metadata word, or a field by its name; a side is null where the thing is not there. */
export const CatalogueDifference = z.object({
  path: z.string(),
  kind: z.enum(['added', 'removed', 'changed']),
  before: z.unknown(),
  after: z.unknown(),
})
export type CatalogueDifference = z.infer<typeof CatalogueDifference>

/** A class of the guide with the items it names. */
export const CatalogueClass = z.object({
  value: z.string(),
  title: z.string(),
  items: z.array(z.object({ value: z.string(), title: z.string() })),
})
export type CatalogueClass = z.infer<typeof CatalogueClass>

export const CatalogueQuery = z.strictObject({
  q: z.string().trim().max(100).optional(),
  /** several values of a facet are joined by commas: any of them */
  owner: z.string().max(800).optional(),
  class: z.string().max(400).optional(),
  sharing: z.string().max(100).optional(),
  opening: z.string().max(100).optional(),
  cycle: z.string().max(100).optional(),
  state: z.string().max(100).optional(),
  grade: z.string().max(40).optional(),
  kind: z.string().max(60).optional(),
  region: RegionCode.optional(),
  /** 'mine': of the caller's units; 'review': waits for the caller's review; 'overdue': update cycle has passed */
  view: z.enum(['mine', 'review', 'overdue']).optional(),
  sort: z.enum(['relevance', 'updated', 'title', 'quality', 'code']).default('relevance'),
  cursor: z
    .string()
    .regex(/^\d{1,6}$/, '游标无效')
    .optional(),
  limit: z.coerce.number().int().min(1).max(200).default(20),
})
export type CatalogueQuery = z.infer<typeof CatalogueQuery>
