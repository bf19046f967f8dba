/** City objects of a type: of another broker over NGSI-LD, or the hub's own. */
import type { HttpSettings, NgsiSettings } from '@haihe/contract'
import { CHUNK_ROWS, type Chunk, type Outcome, type Position, type Source } from '../source/types.ts'
import { type HttpInput, openHttp } from './http-source.ts'
import { tableOf } from './json-rows.ts'

/** An outer broker is an HTTP interface with pages by offset. */
export const openBroker = (settings: NgsiSettings & { broker: string }, input: Omit<HttpInput, 'settings'>): Source => {
  const url = new URL('ngsi-ld/v1/entities', settings.broker.endsWith('/') ? settings.broker : `${settings.broker}/`)
  url.searchParams.set('type', settings.type)
  url.searchParams.set('options', 'keyValues')
  if (settings.q) url.searchParams.set('q', settings.q)
  const http: HttpSettings = {
    url: url.href,
    method: 'GET',
    headers: {},
    body: null,
    rows: '',
    pagination: { by: 'offset', parameter: 'offset', limitParameter: 'limit', limit: 500 },
    incremental: null,
    whole: settings.whole,
    timeoutSeconds: 60,
    zone: settings.zone,
  }
  const headers = {
    ...(settings.context
      ? { link: `<${settings.context}>; rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"` }
      : {}),
    ...(settings.tenant ? { 'ngsild-tenant': settings.tenant } : {}),
    ...input.headers,
  }
  return openHttp({ ...input, settings: http, headers })
}

/** The hub's own objects of a type, in the order of their ids, as simple members. */
export type OwnEntities = (type: string, after: string, limit: number) => Promise<Record<string, unknown>[]>

export const openOwnEntities = ({ type, whole }: NgsiSettings, list: OwnEntities): Source => {
  async function* read({ cursor, line }: Position): AsyncGenerator<Chunk, Outcome> {
    let after = (cursor as string | null) ?? ''
    let columns: readonly string[] = []
    let count = line
    for (;;) {
      const found = await list(type, after, CHUNK_ROWS / 5)
      if (found.length === 0) return { whole }
      after = String(found.at(-1)?.id)
      const table = tableOf(found, columns)
      columns = table.columns
      const first = count
      count += found.length
      const bytes = table.rows.reduce((sum, row) => sum + row.reduce((size, cell) => size + (cell?.length ?? 0), 0), 0)
      yield { columns, rows: table.rows, lines: found.map((_, n) => first + n + 1), bad: [], cursor: after, bytes }
    }
  }
  return {
    async describe() {
      const { columns } = tableOf(await list(type, '', 500))
      return { columns: columns.map((name) => ({ name, sourceType: null })), choices: [], total: null, unit: null }
    },
    preview: async (most) => tableOf(await list(type, '', most)),
    size: async () => ({ total: null, unit: null }),
    read,
    close: async () => {},
  }
}
