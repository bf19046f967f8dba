/** An entry as the memory holds it: the resource as it is served, and the revision in work beside it. */
import { type CatalogueSubject, isoOf, type Resource, type ResourceDraft } from '@haihe/contract'
import { dueAt } from './cycle.ts'
import { sameText, sharedDraft } from './intern.ts'
import type { ResourceRow } from './store.ts'

export interface Entry {
  resource: Resource
  work: ResourceDraft | null
  submitted: boolean
  authors: readonly string[]
  /** moves with every change of the words, not with facts */
  revision: number
  declared: string | null
  /** end of the running update cycle, milliseconds; null when nothing is due */
  dueAt: number | null
}

const NOBODY: readonly string[] = Object.freeze([])

export const entryOf = (row: ResourceRow): Entry => {
  const draft = sharedDraft((row.served ?? row.work) as ResourceDraft)
  const resource: Resource = {
    ...draft,
    id: row.id,
    no: row.no,
    code: row.code,
    state: sameText(row.state) as Resource['state'],
    version: row.version,
    grade: Math.max(row.grade ?? 1, ...draft.fields.map(({ classification }) => classification.grade)),
    quality: row.quality,
    stopped: row.stopped,
    rows: row.rows,
    loadedAt: isoOf(row.loadedAt),
    publishedAt: isoOf(row.publishedAt),
    updatedAt: row.updatedAt.toISOString(),
  }
  const { work, submitted, revision, declared } = row
  const authors = row.authors.length === 0 ? NOBODY : row.authors
  return { resource: Object.freeze(resource), work, submitted, authors, revision, declared, dueAt: dueAt(resource) }
}

export const subjectOf = ({ resource, submitted, authors }: Entry): CatalogueSubject => ({
  owner: resource.owner,
  region: resource.region,
  state: resource.state,
  submitted,
  authors,
})
