/** The limit that case actions are measured against: one row of a log like theirs, one commit, so many at a time. */
import pg from 'pg'

const DATA = JSON.stringify({
  reply: '已安排人员到场处理。',
  limits: { handle: { amount: 4, unit: 'workingHour', basis: '标准' } },
})

/** Rows a second over `seconds`, by `connections` connections side by side. */
export const bareInserts = async (url: string, connections: number, seconds: number): Promise<number> => {
  const pool = new pg.Pool({ connectionString: url, max: connections })
  try {
    await pool.query(`CREATE TABLE IF NOT EXISTS public.bare_action (district text, case_id uuid, seq int, action text, at timestamptz,
      actor text, data jsonb, PRIMARY KEY (district, case_id, seq))`)
    await pool.query('TRUNCATE public.bare_action')
    let rows = 0
    const started = performance.now()
    const end = started + seconds * 1000
    const insert = {
      name: 'bare',
      text: `INSERT INTO public.bare_action VALUES ($1, gen_random_uuid(), $2, 'finish', now(), 'bench', $3)`,
    }
    await Promise.all(
      Array.from({ length: connections }, async (_, worker) => {
        while (performance.now() < end) {
          await pool.query({ ...insert, values: [`1201${String(worker).padStart(2, '0')}`, rows, DATA] })
          rows += 1
        }
      }),
    )
    return rows / ((performance.now() - started) / 1000)
  } finally {
    await pool.end()
  }
}
