/** The generated person behind a demonstration account. */
import { type Ctx, createAudit } from '@haihe/kernel'
import { createSubjectKey } from '../platform/subject-key.ts'
import { findDemoAccount } from './demo-store.ts'
import { verifyAccount } from './verify.ts'

/** Verified by simulation, as the person could do on the page; nothing when they did already. */
export const bindDemoSubject = async (
  ctx: Pick<Ctx, 'db' | 'now' | 'config' | 'city' | 'log'>,
  login: string,
  person: { number: string; name: string },
): Promise<void> => {
  if (ctx.config.mode !== 'demo') throw new Error('Production mode has no demonstration accounts')
  const account = await findDemoAccount(ctx.db, login)
  if (!account || account.verified) return
  const deps = { ctx, audit: createAudit(ctx), subjectKey: createSubjectKey(ctx) }
  const actor = { id: account.id, kind: 'person' as const, name: account.name, grants: [] }
  await verifyAccount(deps, actor, { kind: 'person', number: person.number, name: person.name })
}
