/**
 * A history of cases as years of work would leave it: copies of real ones, spread over time, streets and categories.
 * Indexes are dropped before and built after, as one would for a migration; what is measured later is the usual table.
 */
import { termsOf } from '@haihe/business/cases/terms'
import pg from 'pg'
import { say } from './report.ts'

const TITLES = [
  '路边有一堆垃圾没人清',
  '楼下堆着装修渣土',
  '人行道地砖破损',
  '饭馆油烟直排',
  '夜间施工太吵',
  '下水道堵了往外冒',
  '小区门口乱停车',
  '共享单车堆满路口',
]
const PLACES = ['和平路口', '南京路西侧', '公园北门', '菜市场旁', '地铁站出口', '学校门前', '桥头', '小区东门']

/** Days over which the history is spread. */
const DAYS = 900

/** `models`: ids of real cases to copy; the last of them is closed and stands for 95 of 100. */
export const fillHistory = async (url: string, models: readonly string[], cases: number): Promise<void> => {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows: indexes } = await client.query<{ name: string; text: string }>(
      `SELECT indexname AS name, indexdef AS text FROM pg_indexes WHERE schemaname = 'business' AND tablename IN ('case_file', 'case_state') AND indexname NOT LIKE '%_pkey'`,
    )
    for (const { name } of indexes) await client.query(`DROP INDEX business.${name}`)
    const terms = TITLES.flatMap((title) => PLACES.map((place) => ({ title, place, terms: termsOf([title, place]) })))
    await client.query('SET synchronous_commit = off')
    await client.query(`SET maintenance_work_mem = '512MB'`)
    await client.query(
      'CREATE TEMP TABLE model AS SELECT c.description, c.version, s.* FROM business.case_file c JOIN business.case_state s USING (district, id) WHERE c.id = ANY($1::uuid[])',
      [models],
    )
    const started = performance.now()
    const CHUNK = 100_000
    for (let from = 0; from < cases; from += CHUNK) {
      await client.query(
        `CREATE TEMP TABLE made AS
          WITH streets AS MATERIALIZED (SELECT array_agg(code ORDER BY code) AS codes FROM kernel.region WHERE length(code) = 9),
            words AS MATERIALIZED (SELECT jsonb_agg(w) AS list FROM jsonb_array_elements($3::jsonb) AS w)
          SELECT n, codes[1 + (n::bigint * 7919) % array_length(codes, 1)] AS street,
            ($1::uuid[])[CASE WHEN n % 20 = 0 THEN 1 + (n / 20) % (array_length($1::uuid[], 1) - 1) ELSE array_length($1::uuid[], 1) END] AS copied,
            now() - make_interval(mins => 30 + (n::bigint * 7919 % ($4 * 1440))::int) AS at,
            list -> (n % jsonb_array_length(list)) AS word
          FROM generate_series($2::int, least($2::int + ${CHUNK} - 1, $5)) AS n, streets, words`,
        [models, from + 1, JSON.stringify(terms), DAYS, cases],
      )
      await client.query(`ALTER TABLE made ADD COLUMN id uuid`)
      await client.query(
        `UPDATE made SET id = (lpad(to_hex(extract(epoch FROM at)::bigint * 1000), 12, '0') || '80008000' || left(street, 6) || lpad(to_hex(n), 6, '0'))::uuid`,
      )
      await client.query(`INSERT INTO business.case_file (district, id, case_no, type, version, category, title, description, data, urgency,
          region, street, address, lon, lat, source, provenance, reporter, desk, reported_at, terms)
        SELECT left(m.street, 6), m.id, '历史' || m.n, c.type, c.version,
          (ARRAY['0102','0103','0104','0110','0116','0301','0404','0501','0504','0505','0506','0508'])[1 + m.n % 12],
          m.word->>'title', c.description, '{}', c.urgency, m.street, m.street, m.word->>'place', 117.2, 39.1,
          c.source, 'simulated', 'bench-' || m.n % 5000, 'st-' || m.street, m.at, ARRAY(SELECT jsonb_array_elements_text(m.word->'terms'))
        FROM made m JOIN model c ON c.id = m.copied`)
      await client.query(`INSERT INTO business.case_state (district, id, street, region, type, category, urgency, source, reporter, reported_at, state, open, unit, holder, queue, assignee, overdue,
          supervised, outside, due_at, updated_at, closed_at, seq, fold)
        SELECT f.district, f.id, f.street, f.region, f.type, f.category, f.urgency, f.source, f.reporter, f.reported_at, c.state, c.open,
          CASE WHEN c.unit IS NOT NULL THEN 'st-' || m.street END, CASE WHEN c.holder IS NOT NULL THEN 'st-' || m.street END,
          c.queue, c.assignee, c.open AND m.n % 60 = 0, m.n % 100 = 0, '{}', CASE WHEN c.open THEN m.at + interval '2 days' ELSE 'infinity' END,
          m.at + interval '1 day', CASE WHEN NOT c.open THEN m.at + interval '1 day' END, c.seq, c.fold
        FROM made m JOIN model c ON c.id = m.copied JOIN business.case_file f ON f.district = left(m.street, 6) AND f.id = m.id`)
      await client.query('DROP TABLE made')
      if ((from / CHUNK) % 3 === 2) say(`${from + CHUNK} cases in ${Math.round((performance.now() - started) / 1000)} s`)
    }
    for (const { text } of indexes) await client.query(text)
    await client.query(`INSERT INTO business.queue_count (district, street, holder, queue, n)
      SELECT district, street, coalesce(holder, ''), q.queue, count(*) FROM business.case_state c,
        LATERAL (VALUES ('all'), (c.queue), (CASE WHEN overdue THEN 'overdue' END), (CASE WHEN supervised THEN 'supervised' END)) AS q (queue)
      WHERE open AND q.queue IS NOT NULL GROUP BY 1, 2, 3, 4
      ON CONFLICT (district, street, holder, queue) DO UPDATE SET n = excluded.n`)
    await client.query('VACUUM (ANALYZE) business.case_file, business.case_state')
    await client.query('CHECKPOINT')
    say(`${cases} cases with indexes in ${Math.round((performance.now() - started) / 1000)} s`)
  } finally {
    await client.end()
  }
}
