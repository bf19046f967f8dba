import { setTimeout as sleep } from 'node:timers/promises'
import type { Ctx } from '../context.ts'
import { inTransaction, type Trx } from '../db.ts'
import { storable } from './canonical.ts'
import { GENESIS, headsOf } from './chain.ts'
import { noteHead } from './checkpoint.ts'
import * as store from './store.ts'
import type { Audit } from './types.ts'
import { verifyAudit } from './verify.ts'

/** entries in one group at most */
const GROUP = 1000
const SEAL_EVERY_MS = 1000
/** the head is noted outside the database this often */
const NOTE_EVERY_MS = 10 * 60_000

const START: store.Tail = { n: 0, ...GENESIS, lastXid: '0', lastSeq: 0, floorSeq: 0 }

/** Seals everything that has no group yet, in the order of its numbers, while the writers wait. Only after a restore. */
const adopt = async (trx: Trx, tail: store.Tail, at: Date): Promise<store.Tail> => {
  await store.lockEntries(trx)
  const horizon = await store.freshHorizon(trx)
  const entries = await store.entriesWithoutGroup(trx)
  let last: store.Tail = { ...tail, ...horizon }
  for (let from = 0; from < entries.length; from += GROUP) {
    const chunk = entries.slice(from, from + GROUP)
    const heads = headsOf(last, { group: last.n + 1, sealedAt: at.toISOString(), entries: chunk })
    last = { ...horizon, n: last.n + 1, ...heads }
    await store.insertGroup(trx, { ...last, entries: chunk.map((entry) => entry.seq), sealedAt: at })
  }
  return last
}

const sealNext = async (trx: Trx, tail: store.Tail, at: Date): Promise<store.Tail | undefined> => {
  const found = await store.nextEntries(trx, tail, GROUP)
  const last = found.at(-1)
  if (!last) return undefined
  const entries = found.map(({ xid: _, ...entry }) => entry)
  const n = tail.n + 1
  const heads = headsOf(tail, { group: n, sealedAt: at.toISOString(), entries })
  const next = { n, ...heads, lastXid: last.xid, lastSeq: last.seq, floorSeq: tail.floorSeq }
  await store.insertGroup(trx, { ...next, entries: entries.map((entry) => entry.seq), sealedAt: at })
  return next
}

/**
 * Chains every committed entry whose place in the order is final. `thorough` also looks for entries behind the end of
 * the chain. Returns the number of groups made; 0 as well when another process is sealing.
 */
export const sealAudit = async (ctx: Pick<Ctx, 'db' | 'now'>, thorough = false): Promise<number> =>
  inTransaction(ctx.db, async (trx) => {
    if (!(await store.lockChain(trx, thorough))) return 0
    const at = ctx.now()
    let tail = (await store.findTail(trx)) ?? START
    const before = tail.n
    const strayed = (await store.hasStrayed(trx, tail)) || (thorough && (await store.countStrays(trx, tail)) > 0)
    if (strayed) tail = await adopt(trx, tail, at)
    for (let next: store.Tail | undefined = tail; next; next = await sealNext(trx, tail, at)) tail = next
    return tail.n - before
  })

/** The audit trail of the hub. Start it, or call verify(), and what was recorded is sealed. */
export const createAudit = (ctx: Pick<Ctx, 'db' | 'log' | 'now' | 'config'>): Audit => {
  let stopping = new AbortController()
  let loop: Promise<void> = Promise.resolve()
  let noted = 0

  const note = async (): Promise<void> => {
    const tail = await store.findTail(ctx.db)
    if (!tail || tail.n === noted) return
    await noteHead(ctx.config.home, ctx.db, { group: tail.n, head: tail.sha256, at: ctx.now().toISOString() })
    noted = tail.n
  }

  const run = async (): Promise<void> => {
    let notedAt = Date.now()
    while (!stopping.signal.aborted) {
      try {
        await sealAudit(ctx)
        if (Date.now() - notedAt > NOTE_EVERY_MS) {
          notedAt = Date.now()
          await note()
        }
      } catch (error) {
        if (!stopping.signal.aborted) ctx.log.error({ err: error }, 'audit sealing failed')
      }
      await sleep(SEAL_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }

  return {
    async record(db, entries) {
      if (entries.length > 0) await store.insertEntries(db, JSON.stringify(storable(entries)), ctx.now())
    },
    async verify() {
      await sealAudit(ctx, true)
      return verifyAudit(ctx.db, { home: ctx.config.home })
    },
    async start() {
      stopping = new AbortController()
      await sealAudit(ctx, true)
      loop = run()
    },
    async stop() {
      stopping.abort()
      await loop
      await sealAudit(ctx)
      await note()
    },
  }
}
