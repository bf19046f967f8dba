import { CASES, type CaseRow, ROW } from '../cases/case-store.ts'
import type { Cursor } from '../cases/list-store.ts'
import { type Connection, run } from '../executor.ts'

type OwnRow = CaseRow & { key: string; joined: boolean }

/** Own reports and joined ones, newest first. */
export const listOwn = (connection: Connection, account: string, cursor: Cursor | undefined, most: number): Promise<OwnRow[]> =>
  run(
    connection,
    {
      name: cursor ? 'citizen-list-next' : 'citizen-list',
      text: `SELECT * FROM (
        (SELECT ${ROW}, c.reported_at::text AS key, false AS joined FROM ${CASES}
          WHERE c.reporter = $1 ${cursor ? 'AND (c.reported_at, c.id) < ($3::timestamptz, $4::uuid)' : ''}
          ORDER BY c.reported_at DESC, c.id DESC LIMIT $2)
        UNION ALL
        (SELECT ${ROW}, c.reported_at::text AS key, true AS joined
          FROM business.case_follower f JOIN business.case_file c ON c.district = f.district AND c.id = f.case_id
            JOIN business.case_state s ON s.district = c.district AND s.id = c.id
          WHERE f.account = $1 ${cursor ? 'AND (c.reported_at, c.id) < ($3::timestamptz, $4::uuid)' : ''}
          ORDER BY c.reported_at DESC, c.id DESC LIMIT $2)
      ) AS own ORDER BY "reportedAt" DESC, id DESC LIMIT $2`,
    },
    [account, most, ...(cursor ? [cursor.at, cursor.id] : [])],
  )

export const isFollower = async (connection: Connection, district: string, id: string, account: string): Promise<boolean> =>
  (
    await run(
      connection,
      {
        name: 'citizen-follows',
        text: 'SELECT 1 AS n FROM business.case_follower WHERE district = $1 AND case_id = $2 AND account = $3',
      },
      [district, id, account],
    )
  ).length === 1

/** False when the account had joined before. */
export const insertFollower = async (
  connection: Connection,
  follower: { district: string; id: string; account: string; at: Date },
): Promise<boolean> =>
  (
    await run(
      connection,
      {
        name: 'citizen-join',
        text: `INSERT INTO business.case_follower (district, case_id, account, at) VALUES ($1, $2, $3, $4)
          ON CONFLICT DO NOTHING RETURNING 1 AS n`,
      },
      [follower.district, follower.id, follower.account, follower.at],
    )
  ).length === 1

type NearRow = CaseRow & { joinedByMe: boolean }

/** Open cases of a category in a box of degrees. */
export const openNear = (
  connection: Connection,
  near: { type: string; category: string; west: number; south: number; east: number; north: number; account: string },
  most: number,
): Promise<NearRow[]> =>
  run(
    connection,
    {
      name: 'citizen-near',
      text: `SELECT ${ROW}, EXISTS (SELECT 1 FROM business.case_follower f
          WHERE f.district = c.district AND f.case_id = c.id AND f.account = $7) AS "joinedByMe"
        FROM ${CASES}
        WHERE s.open AND c.type = $1 AND c.category = $2 AND c.lat BETWEEN $4 AND $6 AND c.lon BETWEEN $3 AND $5 LIMIT $8`,
    },
    [near.type, near.category, near.west, near.south, near.east, near.north, near.account, most],
  )
