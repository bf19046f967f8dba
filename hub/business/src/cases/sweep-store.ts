import { type Connection, run } from '../executor.ts'

/** Cases whose clocks need looking at, the most overdue first. */
export const findTimers = async (connection: Connection, now: Date, most: number): Promise<{ id: string; at: Date }[]> =>
  run(
    connection,
    {
      name: 'case-timers',
      text: `SELECT id, timer_at AS at FROM business.case_state WHERE timer_at IS NOT NULL AND timer_at <= $1 ORDER BY timer_at LIMIT $2`,
    },
    [now, most],
  )

export const postponeTimer = async (
  connection: Connection,
  district: string,
  id: string,
  seq: number,
  at: Date | null,
): Promise<void> => {
  await run(
    connection,
    {
      name: 'case-timer-set',
      text: `UPDATE business.case_state SET timer_at = $4 WHERE district = $1 AND id = $2 AND seq = $3`,
    },
    [district, id, seq, at],
  )
}
