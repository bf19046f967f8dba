/** Plain SQL migrations, forward only: each module brings a folder of NNNN-name.sql files, applied once, in order. */

import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { LOCKS } from './locks.ts'

export interface MigrationSet {
  module: string
  /** absolute path of the folder */
  folder: string
}

interface Migration {
  module: string
  name: string
  text: string
  hash: string
}

export const readMigrations = async (sets: readonly MigrationSet[]): Promise<Migration[]> => {
  const found: Migration[] = []
  for (const { module, folder } of sets)
    for (const name of (await readdir(folder)).filter((file) => file.endsWith('.sql')).sort()) {
      const text = await readFile(join(folder, name), 'utf8')
      found.push({ module, name, text, hash: createHash('sha256').update(text).digest('hex') })
    }
  return found
}

/**
 * Applies what is new. Each file runs in its own transaction with its version row inserted first.
 * A file that was changed after it was applied is an error: migrations are never edited.
 */
export const migrate = async (pool: pg.Pool, sets: readonly MigrationSet[]): Promise<number> => {
  const client = await pool.connect()
  try {
    await client.query(`SELECT pg_advisory_lock(${LOCKS.migrations})`)
    await client.query(`CREATE TABLE IF NOT EXISTS public.haihe_migration
      (module text, name text, hash text NOT NULL, at timestamptz NOT NULL DEFAULT now(), PRIMARY KEY (module, name))`)
    const { rows } = await client.query<{ module: string; name: string; hash: string }>(
      'SELECT module, name, hash FROM public.haihe_migration',
    )
    const done = new Map(rows.map((row) => [`${row.module}/${row.name}`, row.hash]))
    let applied = 0
    for (const migration of await readMigrations(sets)) {
      const known = done.get(`${migration.module}/${migration.name}`)
      if (known === migration.hash) continue
      if (known) throw new Error(`migration ${migration.module}/${migration.name} was changed after it was applied`)
      await client.query('BEGIN')
      try {
        await client.query('INSERT INTO public.haihe_migration (module, name, hash) VALUES ($1, $2, $3)', [
          migration.module,
          migration.name,
          migration.hash,
        ])
        await client.query(migration.text)
        await client.query('COMMIT')
      } catch (error) {
        await client.query('ROLLBACK')
        throw new Error(`migration ${migration.module}/${migration.name} failed`, { cause: error })
      }
      applied += 1
    }
    return applied
  } finally {
    await client.query(`SELECT pg_advisory_unlock(${LOCKS.migrations})`).catch(() => {})
    client.release()
  }
}
