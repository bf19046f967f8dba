/**
 * Every entry in memory, kept current with the store: own writes at once, those of other processes within a moment.
 * A row remembers the transaction that wrote it, so that nothing is missed that commits late.
 */
import { setImmediate as breathe } from 'node:timers/promises'
import type { Db } from '@haihe/kernel'
import { type Entry, entryOf } from './entry.ts'
import * as store from './store.ts'

/** writes of other processes are looked for this often, when somebody asks for many entries; milliseconds */
const LOOK_EVERY = 200
/** how long after a note inside somebody's transaction every question looks again */
const UNSETTLED = 5000
const CHUNK = 1000

export interface Memory {
  /** entries by id, a moment old at most when another process wrote; the first call loads them all */
  entries: () => Promise<ReadonlyMap<string, Entry>>
  /** as it is now: who follows an event finds what the event speaks of */
  byId: (id: string) => Promise<Entry | undefined>
  byCode: (code: string) => Promise<Entry | undefined>
  /** a moment old at most */
  byTarget: (type: string) => Promise<readonly Entry[]>
  /** reads what changed, also when it was looked for just before; call it after a commit */
  refresh: () => Promise<void>
  /** something was written in a transaction that has not ended */
  unsettle: () => void
  /** told of every entry that is new or whose words changed */
  follow: (changed: (entries: readonly Entry[]) => void) => void
}

export const createMemory = (db: Db): Memory => {
  const entries = new Map<string, Entry>()
  const codes = new Map<string, string>()
  const targets = new Map<string, Set<string>>()
  const writers = new Map<string, string>()
  const followers: ((entries: readonly Entry[]) => void)[] = []
  let horizon: string | undefined
  let lookedAt = Number.NEGATIVE_INFINITY
  let unsettledUntil = 0
  let running: Promise<void> | undefined
  let waiting: Promise<void> | undefined

  const take = (rows: readonly store.ResourceRow[]): void => {
    const changed: Entry[] = []
    for (const row of rows) {
      const entry = entryOf(row)
      const before = entries.get(row.id)
      if (before && before.resource.code !== row.code) codes.delete(before.resource.code)
      if (before?.resource.target) targets.get(before.resource.target)?.delete(row.id)
      const { target, kind } = entry.resource
      if (kind === 'entities' && target) {
        if (!targets.has(target)) targets.set(target, new Set())
        targets.get(target)?.add(row.id)
      }
      entries.set(row.id, entry)
      writers.set(row.id, row.writtenBy)
      codes.set(row.code, row.id)
      changed.push(entry)
    }
    if (changed.length > 0) for (const follower of followers) follower(changed)
  }

  const load = async (): Promise<void> => {
    const from = await store.horizonOf(db)
    for (let no = 0; ; ) {
      const rows = await store.resourcesAfter(db, no, CHUNK)
      take(rows)
      if (rows.length < CHUNK) break
      no = rows.at(-1)!.no
      await breathe()
    }
    horizon = from
  }

  const look = async (): Promise<void> => {
    const at = performance.now()
    if (horizon === undefined) await load()
    const { horizon: next, written } = await store.readChanges(db, horizon as string)
    const fresh = written.filter(({ id, writtenBy }) => writers.get(id) !== writtenBy).map(({ id }) => id)
    for (let from = 0; from < fresh.length; from += CHUNK) {
      if (from > 0) await breathe()
      take(await store.resourcesOf(db, fresh.slice(from, from + CHUNK)))
    }
    horizon = next
    lookedAt = at
  }

  // A look that began before a commit does not answer who asks after it: one runs, at most one waits for all who ask.
  const refresh = (): Promise<void> => {
    if (waiting) return waiting
    if (!running) {
      running = look().finally(() => {
        running = undefined
      })
      return running
    }
    waiting = running
      .catch(() => {})
      .then(() => {
        waiting = undefined
        return refresh()
      })
    return waiting
  }
  const current = async (): Promise<void> => {
    const now = performance.now()
    if (horizon !== undefined && now - lookedAt < LOOK_EVERY && now > unsettledUntil) return
    await refresh()
  }

  return {
    entries: async () => {
      await current()
      return entries
    },
    byId: async (id) => {
      await refresh()
      return entries.get(id)
    },
    byCode: async (code) => {
      await refresh()
      return entries.get(codes.get(code) ?? '')
    },
    byTarget: async (type) => {
      await current()
      return [...(targets.get(type) ?? [])].map((id) => entries.get(id) as Entry)
    },
    refresh,
    unsettle: () => {
      unsettledUntil = performance.now() + UNSETTLED
    },
    follow: (changed) => {
      followers.push(changed)
      if (entries.size > 0) changed([...entries.values()])
    },
  }
}
