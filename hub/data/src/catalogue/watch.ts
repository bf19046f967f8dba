/** The watch over update cycles: a cycle that passed without new rows is told once. */
import { type Db, inTransaction, type Outbox } from '@haihe/kernel'
import type { Memory } from './memory.ts'
import * as store from './store.ts'

export interface Watch {
  db: Db
  now: () => Date
  memory: Memory
  outbox: Pick<Outbox, 'publish'>
}

/** Rows and times of city objects are what the context holds of their types. */
const noteEntities = async ({ db, memory }: Watch): Promise<void> => {
  const described = [...(await memory.entries()).values()].filter(({ resource }) => resource.kind === 'entities')
  if (described.length === 0) return
  const types = [...new Set(described.map(({ resource }) => resource.target as string))]
  const held = new Map((await store.countEntities(db, types)).map((row) => [row.type, row]))
  for (const { resource } of described) {
    const found = held.get(resource.target as string)
    const loadedAt = found?.seenAt?.toISOString() ?? null
    if (found && (found.count !== resource.rows || loadedAt !== resource.loadedAt))
      await store.noteFacts(db, resource.id, { rows: found.count, loadedAt })
  }
  await memory.refresh()
}

/** Returns how many lapses were told. */
export const watchCycles = async (watch: Watch): Promise<number> => {
  await noteEntities(watch)
  const at = watch.now().getTime()
  const late = [...(await watch.memory.entries()).values()].filter(({ dueAt }) => dueAt !== null && dueAt < at)
  let told = 0
  for (const { resource, dueAt } of late)
    await inTransaction(watch.db, async (trx) => {
      const since = new Date(dueAt as number)
      // rows that came in the meantime, or another process that told it, leave nothing to tell
      if (!(await store.markLapse(trx, resource.id, since, resource.loadedAt))) return
      told += 1
      await watch.outbox.publish(trx, [
        {
          topic: 'catalogue.overdue',
          key: resource.id,
          region: resource.region,
          payload: { resource: resource.id, since: since.toISOString() },
        },
      ])
    })
  return told
}
