/** Photos (附件): uploaded first, then used by a report or an action, readable like what they belong to. */
import type { Actor, AttachmentView } from '@haihe/contract'
import type pg from 'pg'
import type { Module } from '../context.ts'
import type { Db } from '../db.ts'

export type Stage = AttachmentView['stage']

export interface Attachment {
  id: string
  sha256: string
  bytes: number
  width: number
  height: number
  owner: string
  stage: Stage
  subject: string | null
  at: Date
}

export interface Attachments {
  module: Module
  /**
   * Binds the photos to a subject, once and for good; joins the caller's transaction. `stage` is given to photos that
   * were uploaded without one. Throws INVALID_INPUT when one is unknown, somebody else's or already used.
   */
  claim: (db: Db | pg.ClientBase, ids: readonly string[], use: { owner: string; subject: string; stage: Stage }) => Promise<void>
  /** rows of the given ids, in any order */
  find: (ids: readonly string[]) => Promise<Attachment[]>
  /** removes photos that nobody used within a day; returns how many */
  sweep: () => Promise<number>
}

/** True when the actor may read what the photo belongs to. */
export type MayRead = (actor: Actor, subject: string) => Promise<boolean>

export const attachmentView = (row: Attachment): AttachmentView => ({
  id: row.id,
  url: `/api/attachments/${row.id}`,
  thumb: `/api/attachments/${row.id}/thumb`,
  stage: row.stage,
  at: row.at.toISOString(),
  width: row.width,
  height: row.height,
})
