/** Objections (我有异议): published for whoever opens the case; where the case stands comes back as an event. */
import { type Actor, AppError, type ObjectionInput } from '@haihe/contract'
import { type Audit, type Ctx, inTransaction, type Outbox } from '@haihe/kernel'
import type { PlatformEvents } from '../platform/ports.ts'
import * as store from './objection-store.ts'
import { readOf } from './reads-store.ts'

export interface ObjectionDeps {
  ctx: Pick<Ctx, 'db' | 'now' | 'city'>
  outbox: Pick<Outbox, 'publish' | 'consume'>
  audit: Pick<Audit, 'record'>
}

/** `subjects`: keys of the actor. A read of somebody else is not there. */
export const object = async (
  { ctx, outbox, audit }: ObjectionDeps,
  actor: Actor,
  subjects: readonly string[],
  { read: id, text }: ObjectionInput,
): Promise<void> => {
  const read = await readOf(ctx.db, subjects, id)
  if (!read) throw new AppError('NOT_FOUND')
  const region = actor.grants[0]?.region ?? ctx.city.code
  await inTransaction(ctx.db, async (trx) => {
    const row = { read: id, account: actor.id, subject: read.subject, resource: read.resource, text, at: ctx.now() }
    if (!(await store.insertObjection(trx, row)))
      throw new AppError('ALREADY_EXISTS', { detail: '您已对这次调阅提出异议，请在“我的异议”里查看进展' })
    const payload: PlatformEvents['read.objected'] = {
      read: id,
      resource: read.resource,
      subject: read.subject,
      text,
      account: actor.id,
    }
    await outbox.publish(trx, [{ topic: 'read.objected', key: `read:${id}`, region, payload }])
    await audit.record(trx, [
      { actor, action: 'read.object', subject: `read:${id}`, region, details: { resource: read.resource } },
    ])
  })
}

export const followObjections = ({ ctx, outbox }: ObjectionDeps): void =>
  outbox.consume('my-data.objections', ['objection.moved'], (trx, event) =>
    store.moveObjection(trx, event.payload as PlatformEvents['objection.moved'], ctx.now()),
  )
