/** Audit of reads: who read a person's record, for auditors. The look itself is recorded, and shown to the person. */
import { AppError, isIdentityNumber, isUscc, MyReads, Purpose, ReadNumber, SubjectKind, unitsOf } from '@haihe/contract'
import { type Audit, inTransaction, pageOf, type Route, route, TimeCursor, timeCursor } from '@haihe/kernel'
import { z } from 'zod'
import { insertLookup } from './objection-store.ts'
import { readsOf } from './reads-store.ts'
import type { MyDataRouteDeps } from './routes.ts'
import { readView } from './views.ts'

interface LookupRouteDeps extends Pick<MyDataRouteDeps, 'ctx' | 'catalogue' | 'units' | 'subjectKey'> {
  audit: Pick<Audit, 'record'>
}

export const lookupRoutes = ({ ctx, catalogue, units, subjectKey, audit }: LookupRouteDeps): Route[] => [
  route({
    // the number travels in the body: addresses end up in logs
    method: 'POST',
    url: '/api/read-lookups',
    summary: 'Who read the record of a person or enterprise; names purpose and basis, is recorded and shown to the subject',
    permission: 'read-log.read',
    body: z.strictObject({
      kind: SubjectKind,
      number: z.string().trim().min(15).max(40),
      purpose: Purpose,
      basis: z.string().trim().min(2, '请写明依据').max(500),
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
      limit: z.number().int().min(1).max(200).default(50),
      /** of the page before: instant and number of its last read */
      cursor: TimeCursor(ReadNumber).nullable().default(null),
    }),
    bodyLimit: 8192,
    rateLimit: 30,
    response: MyReads,
    handler: async ({ actor, body, reply }) => {
      // records of a person lie all over the city: who looks must answer for the whole of it
      if (!actor.grants.some(({ region, role }) => region === ctx.city.code && role !== 'citizen'))
        throw new AppError('OUT_OF_SCOPE')
      const valid = body.kind === 'person' ? isIdentityNumber(body.number.toUpperCase()) : isUscc(body.number.toUpperCase())
      if (!valid) throw new AppError('INVALID_INPUT', { errors: [{ path: 'number', message: '号码不正确' }] })
      const subject = subjectKey(body.kind, body.number)
      await inTransaction(ctx.db, async (trx) => {
        const { purpose, basis } = body
        const unit = unitsOf(actor)[0] ?? null
        await insertLookup(trx, subject, { actor: actor.id, actorName: actor.name, unit, purpose, basis, at: ctx.now() })
        await audit.record(trx, [
          {
            actor,
            action: 'read-log.look-up',
            subject: `subject:${subject.slice(0, 16)}`,
            region: ctx.city.code,
            purpose,
            basis,
          },
        ])
      })
      const found = await readsOf(ctx.db, [subject], {
        unit: null,
        resource: null,
        from: body.from ? new Date(body.from) : null,
        to: body.to ? new Date(body.to) : null,
        after: body.cursor,
        limit: body.limit + 1,
      })
      reply.header('cache-control', 'no-store')
      const { items: page, next } = pageOf(found, body.limit, (last) => timeCursor(last.at, last.id))
      const items = await Promise.all(
        page.map(async (read) => readView(read, await catalogue.find(read.resource), '', units, null)),
      )
      return { items, next }
    },
  }),
]
