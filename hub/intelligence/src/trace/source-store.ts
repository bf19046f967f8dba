import type { Run } from '../run.ts'

export const sourceTitles = async (run: Run, ids: readonly string[]): Promise<Map<string, string>> =>
  ids.length === 0
    ? new Map()
    : new Map(
        (await run<{ id: string; title: string }>('SELECT id, title FROM data.source WHERE id = ANY($1::text[])', [ids])).map(
          ({ id, title }) => [id, title],
        ),
      )
