/** Pages of an HTTP interface that answers JSON. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { HttpSettings } from '@haihe/contract'
import { readTime } from '@haihe/contract'
import { Forbidden, type Outbound, type OutboundResponse } from '../../context/net/outbound.ts'
import { type Cell, type Chunk, type Outcome, type Position, type Source, SourceError } from '../source/types.ts'
import { atPath, itemsAt, tableOf } from './json-rows.ts'

const MOST_BYTES = 32 * 1024 * 1024
const MOST_PAGES = 100_000
const TRIES = 4

interface Place {
  /** page number, offset or cursor; null at the start */
  at: string | null
  /** whole address of a following page */
  url: string | null
}

interface HttpCursor {
  place: Place
  page: number
  greatest: string | null
}

export interface HttpInput {
  settings: HttpSettings
  /** headers with their secrets */
  headers: Record<string, string>
  send: Outbound['send']
  zone: string
  /** waiting between tries, milliseconds */
  backOff?: number
}

const waitFor = (response: OutboundResponse, n: number, backOff: number): number => {
  const asked = Number(response.headers['retry-after'])
  return Number.isFinite(asked) && asked > 0 ? Math.min(asked * 1000, 60_000) : backOff * 2 ** n
}

const nextLink = (header: string | undefined): string | undefined =>
  header
    ?.split(/,(?=\s*<)/)
    .map((part) => /<([^>]*)>\s*;.*\brel="?next"?/i.exec(part)?.[1])
    .find((url) => url !== undefined)

/** Of two values of the incremental column the later one. */
const later = (kind: string, zone: string, a: string | null, b: Cell): string | null => {
  if (b === null || b === '') return a
  if (a === null) return b
  if (kind === 'text') return b > a ? b : a
  const [x, y] = kind === 'number' ? [Number(a), Number(b)] : [readTime(a, zone), readTime(b, zone)]
  return Number.isNaN(y) || x >= y ? a : b
}

const sinceOf = (kind: string, zone: string, value: string, overlapSeconds: number): string => {
  if (kind === 'text' || kind === 'number') return value
  const at = readTime(value, zone) - overlapSeconds * 1000
  if (kind === 'seconds') return String(Math.floor(at / 1000))
  return kind === 'milliseconds' ? String(at) : new Date(at).toISOString()
}

export const openHttp = ({ settings, headers, send, zone, backOff = 1000 }: HttpInput): Source => {
  const { pagination, incremental } = settings
  const base = new URL(settings.url)

  const addressOf = ({ at, url }: Place, since: string | null): string => {
    if (url !== null) return url
    const address = new URL(settings.url)
    const set = (name: string, value: string | number): void => address.searchParams.set(name, String(value))
    if (pagination.by === 'page') {
      set(pagination.parameter, at ?? pagination.first)
      if (pagination.sizeParameter) set(pagination.sizeParameter, pagination.size)
    } else if (pagination.by === 'offset') {
      set(pagination.parameter, at ?? 0)
      set(pagination.limitParameter, pagination.limit)
    } else if (pagination.by === 'cursor' && at !== null) set(pagination.parameter, at)
    if (incremental && since !== null) set(incremental.parameter, since)
    return address.href
  }

  const fetchPage = async (url: string): Promise<OutboundResponse> => {
    for (let n = 0; ; n += 1) {
      let response: OutboundResponse
      try {
        response = await send({
          url,
          method: settings.method,
          headers: {
            accept: 'application/json',
            ...(settings.body === null ? {} : { 'content-type': 'application/json' }),
            ...headers,
          },
          ...(settings.method === 'POST' ? { body: settings.body ?? '{}' } : {}),
          timeout: settings.timeoutSeconds * 1000,
          mostBytes: MOST_BYTES,
        })
      } catch (error) {
        if (error instanceof Forbidden) throw new SourceError(`${base.hostname} 是内部地址，须由管理员为此接入放行`)
        throw error
      }
      if (response.status >= 200 && response.status < 300) return response
      if ((response.status === 429 || response.status >= 500) && n < TRIES) {
        await sleep(waitFor(response, n, backOff))
        continue
      }
      const words = `接口返回 ${response.status}：${response.body.slice(0, 200)}`
      throw response.status === 429 || response.status >= 500 ? new Error(words) : new SourceError(words)
    }
  }

  /** The following page; undefined at the end. */
  const following = (place: Place, document: unknown, items: number, response: OutboundResponse): Place | undefined => {
    if (pagination.by === 'none') return undefined
    if (pagination.by === 'page')
      return items === 0 || (pagination.sizeParameter && items < pagination.size)
        ? undefined
        : { at: String(Number(place.at ?? pagination.first) + 1), url: null }
    if (pagination.by === 'offset')
      return items === 0 || items < pagination.limit ? undefined : { at: String(Number(place.at ?? 0) + items), url: null }
    if (pagination.by === 'cursor') {
      const next = atPath(document, pagination.path)
      return next === undefined || next === null || next === '' || next === false ? undefined : { at: String(next), url: null }
    }
    const link = pagination.path === null ? nextLink(response.headers.link) : atPath(document, pagination.path)
    if (typeof link !== 'string' || link === '') return undefined
    const url = new URL(link, place.url ?? settings.url)
    // secrets in headers are for the source alone
    if (url.origin !== base.origin) throw new SourceError(`下一页地址指向其他站点：${url.origin}`)
    return { at: null, url: url.href }
  }

  const page = async (place: Place, since: string | null) => {
    const response = await fetchPage(addressOf(place, since))
    let document: unknown
    try {
      document = response.body === '' ? [] : JSON.parse(response.body)
    } catch {
      // often a page to sign in at
      const start = response.body.trim().slice(0, 80)
      throw new SourceError(`接口返回的不是 JSON，开头是“${start}”。请核对地址；需要密钥的接口请填写“密钥请求头”`)
    }
    const items = itemsAt(document, settings.rows)
    if (items === undefined) throw new SourceError(`返回内容中没有 ${settings.rows}，请核对“数据所在路径”`)
    return { items, next: following(place, document, items.length, response), bytes: Buffer.byteLength(response.body) }
  }

  async function* read({ cursor, watermark, line }: Position): AsyncGenerator<Chunk, Outcome> {
    const known = typeof watermark === 'string' ? watermark : null
    const since = incremental && known !== null ? sinceOf(incremental.kind, zone, known, incremental.overlapSeconds) : null
    let {
      place,
      page: number,
      greatest,
    }: HttpCursor = (cursor as HttpCursor | null) ?? {
      place: { at: null, url: null },
      page: 0,
      greatest: known,
    }
    const end = (): Outcome => ({
      whole: incremental === null && settings.whole,
      ...(incremental && greatest !== null ? { watermark: greatest } : {}),
    })
    let columns: readonly string[] = []
    let count = line
    if (cursor !== null && number === -1) return end()
    for (; number < MOST_PAGES; ) {
      const { items, next, bytes } = await page(place, since)
      const table = tableOf(items, columns)
      columns = table.columns
      const at = incremental ? columns.indexOf(incremental.column) : -1
      if (at >= 0) for (const row of table.rows) greatest = later(incremental?.kind ?? 'text', zone, greatest, row[at] ?? null)
      if (next && JSON.stringify(next) === JSON.stringify(place)) throw new SourceError('接口的下一页与本页相同，请检查分页设置')
      place = next ?? place
      number = next ? number + 1 : -1
      const first = count
      count += table.rows.length
      const lines = table.rows.map((_, n) => first + n + 1)
      yield { columns, rows: table.rows, lines, bad: [], cursor: { place, page: number, greatest }, bytes }
      if (!next) return end()
    }
    throw new SourceError(`超过 ${MOST_PAGES} 页`)
  }

  return {
    async describe() {
      const { items } = await page({ at: null, url: null }, null)
      const { columns } = tableOf(items.slice(0, 500))
      return { columns: columns.map((name) => ({ name, sourceType: null })), choices: [], total: null, unit: null }
    },
    async preview(most) {
      const { items } = await page({ at: null, url: null }, null)
      return tableOf(items.slice(0, most))
    },
    size: async () => ({ total: null, unit: null }),
    read,
    close: async () => {},
  }
}
