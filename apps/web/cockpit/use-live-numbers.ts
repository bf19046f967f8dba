/** Pushes of the server flow into what has been read: tiles and map at most four times a second, lists when they changed. */
import type { Board, LiveMessages, MapValues } from '@haihe/contract'
import { parentRegion } from '@haihe/contract/region'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo } from 'react'
import { type LiveState, type LiveTopic, useLive } from '../ui/live.ts'
import { apiKey } from '../ui/queries.ts'
import { useSession } from '../ui/session.ts'
import { boardQuery, mapPath } from './data.ts'

type TileMessage = LiveMessages['tile']
type MapMessage = LiveMessages['map']

export const withTiles = (board: Board | undefined, fresh: ReadonlyMap<string, TileMessage>): Board | undefined =>
  board && { ...board, tiles: board.tiles.map((tile) => fresh.get(`${tile.indicator} ${tile.region}`) ?? tile) }

export const withMapValues = (map: MapValues | undefined, fresh: readonly MapMessage[]): MapValues | undefined =>
  map && {
    ...map,
    values: map.values.map((each) => {
      const message = fresh.findLast((one) => one.region === each.region && one.indicator === map.indicator)
      return message ? { ...each, value: message.value, level: message.level, freshAt: message.freshAt, stale: false } : each
    }),
  }

/** what the stream keeps current, and what may have changed between its first reading and the opening of the stream */
const MOVING = /^\/api\/(indicators\/(board|[^/]+\/map)|alerts|cases)$/

const FLUSH_MS = 250
const LISTS_MS = 1500

/** Collects messages and writes them into the query cache together. */
const createBuffer = (client: QueryClient) => {
  const tiles = new Map<string, TileMessage>()
  let maps: MapMessage[] = []
  const lists = new Set<string>()
  const flush = () => {
    for (const region of new Set([...tiles.values()].map((tile) => tile.region)))
      client.setQueryData<Board>(apiKey('/api/indicators/board', boardQuery(region, undefined)), (board) =>
        withTiles(board, tiles),
      )
    const places = new Set(maps.map((message) => `${message.indicator} ${parentRegion(message.region) ?? ''}`))
    for (const place of places) {
      const [indicator = '', region = ''] = place.split(' ')
      client.setQueryData<MapValues>(apiKey(mapPath(indicator), boardQuery(region, undefined)), (map) => withMapValues(map, maps))
    }
    tiles.clear()
    maps = []
  }
  const refetch = () => {
    for (const path of lists) void client.invalidateQueries({ queryKey: [path] })
    lists.clear()
  }
  return {
    tile: (tile: TileMessage) => void tiles.set(`${tile.indicator} ${tile.region}`, tile),
    map: (message: MapMessage) => void maps.push(message),
    list: (path: string) => void lists.add(path),
    start: () => {
      const timers = [setInterval(flush, FLUSH_MS), setInterval(refetch, LISTS_MS)]
      return () => timers.forEach(clearInterval)
    },
  }
}

export const useLiveNumbers = (region: string, indicators: readonly string[], enabled: boolean): LiveState => {
  const client = useQueryClient()
  const { may } = useSession()
  const buffer = useMemo(() => createBuffer(client), [client])
  useEffect(() => buffer.start(), [buffer])
  const topics: LiveTopic[] = ['tile', 'map']
  if (may('alert.read', region)) topics.push('alert')
  if (may('case.read', region)) topics.push('case')
  return useLive(
    { regions: [region], indicators, topics, enabled },
    {
      tile: buffer.tile,
      map: buffer.map,
      alert: () => buffer.list('/api/alerts'),
      case: () => buffer.list('/api/cases'),
      opened: () => void client.invalidateQueries({ predicate: ({ queryKey }) => MOVING.test(String(queryKey[0])) }),
      reconnected: () => void client.invalidateQueries(),
    },
  )
}
