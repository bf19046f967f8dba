/** Entries as routes answer them. */
import {
  type Actor,
  CATALOGUE_ACTIONS,
  type CatalogueEntry,
  type CatalogueItem,
  type CatalogueStep,
  type CatalogueVersion,
  holdsFor,
  refusalOf,
  reviewsFor,
} from '@haihe/contract'
import { type Entry, subjectOf } from './entry.ts'
import type { ActionRow, VersionRow } from './store.ts'

export interface Viewing {
  actor: Actor
  at: Date
  nameOf: (unit: string) => string
}

const isOverdue = ({ dueAt }: Entry, at: Date): boolean => dueAt !== null && dueAt < at.getTime()

export const itemView = (entry: Entry, { at, nameOf }: Viewing): CatalogueItem => {
  const { fields, sharing, opening, channels: _c, keys: _k, subject: _s, regionField: _r, target: _t, ...words } = entry.resource
  return {
    ...words,
    ownerName: nameOf(words.owner),
    sharing: sharing.type,
    opening: opening.type,
    submitted: entry.submitted,
    overdue: isOverdue(entry, at),
    fields: fields.length,
  }
}

export const entryView = (entry: Entry, { actor, at, nameOf }: Viewing): CatalogueEntry => {
  const { resource, work, submitted, revision } = entry
  const inside = holdsFor(actor, 'catalogue.edit', resource) || reviewsFor(actor, resource)
  const subject = subjectOf(entry)
  return {
    resource,
    ownerName: nameOf(resource.owner),
    submitted,
    revision,
    overdue: isOverdue(entry, at),
    dueAt: entry.dueAt === null ? null : new Date(entry.dueAt).toISOString(),
    work: inside ? work : null,
    authors: inside ? [...entry.authors] : [],
    actions: CATALOGUE_ACTIONS.filter((action) => refusalOf(actor, subject, action) === null),
  }
}

export const versionView = (row: VersionRow): CatalogueVersion => ({
  version: row.version,
  reason: row.reason,
  authors: row.authors,
  reviewer: row.reviewer,
  publishedAt: row.publishedAt.toISOString(),
})

export const stepView = (row: ActionRow): CatalogueStep => ({ ...row, at: row.at.toISOString() })
