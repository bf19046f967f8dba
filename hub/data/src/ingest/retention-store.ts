import type pg from 'pg'

/** Deletes readings of one type before a time, in slices so that no lock is held long; returns how many. */
export const deleteOfType = async (client: pg.ClientBase, type: string, before: Date, slice: number): Promise<number> => {
  const { rowCount } = await client.query(
    `WITH gone AS (
       SELECT o.district, o.series, o.at FROM data.series s JOIN data.observation o ON o.district = s.district AND o.series = s.id
        WHERE s.type = $1 AND o.at < $2 LIMIT $3)
     DELETE FROM data.observation o USING gone WHERE o.district = gone.district AND o.series = gone.series AND o.at = gone.at`,
    [type, before, slice],
  )
  return rowCount ?? 0
}

/** Arrivals of readings that are gone; a reading is at most minutes ahead of its arrival. */
export const deleteArrivals = async (client: pg.ClientBase, before: Date): Promise<number> =>
  (await client.query(`DELETE FROM data.arrival WHERE received_at < $1::timestamptz - interval '1 day'`, [before])).rowCount ?? 0

export const seriesTypes = async (client: pg.ClientBase): Promise<string[]> =>
  (await client.query<{ type: string }>('SELECT DISTINCT type FROM data.series ORDER BY type')).rows.map((row) => row.type)
