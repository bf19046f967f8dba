import { type Connection, run } from '../executor.ts'
import { CASES, type CaseRow, ROW } from './case-store.ts'

/** Ties the case to one target per kind; a newer target takes the place of the older one. */
export const linkCase = async (
  connection: Connection,
  { district, id }: { district: string; id: string },
  links: Readonly<Record<string, string>>,
): Promise<void> => {
  await run(
    connection,
    {
      name: 'case-link',
      text: `INSERT INTO business.case_link (district, case_id, kind, target)
        SELECT $1, $2, key, value FROM jsonb_each_text($3::jsonb)
        ON CONFLICT (district, case_id, kind) DO UPDATE SET target = excluded.target`,
    },
    [district, id, JSON.stringify(links)],
  )
}

/** Cases of some types that are about the target, oldest first; nobody else acts on them until the transaction ends. */
export const lockLinked = (
  connection: Connection,
  link: { kind: string; target: string },
  types: readonly string[],
  open: boolean,
): Promise<CaseRow[]> =>
  run<CaseRow>(
    connection,
    {
      name: 'case-linked',
      text: `SELECT ${ROW} FROM business.case_link l
        JOIN business.case_file c ON c.district = l.district AND c.id = l.case_id
        JOIN business.case_state s ON s.district = c.district AND s.id = c.id
        WHERE l.kind = $1 AND l.target = $2 AND c.type = ANY($3::text[]) AND (s.open OR NOT $4::boolean)
        ORDER BY c.reported_at, c.id FOR UPDATE OF s`,
    },
    [link.kind, link.target, types, open],
  )

/** The case as it stands; nobody else acts on it until the transaction ends. */
export const lockCase = async (connection: Connection, district: string, id: string): Promise<CaseRow | undefined> =>
  (
    await run<CaseRow>(
      connection,
      { name: 'case-lock', text: `SELECT ${ROW} FROM ${CASES} WHERE c.district = $1 AND c.id = $2 FOR UPDATE OF s` },
      [district, id],
    )
  )[0]
