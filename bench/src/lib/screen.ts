/** A screen: reads the live stream and notes when each tile told how fresh it is. */
import { type ClientRequest, get } from 'node:http'

export interface Shown {
  region: string
  /** epoch milliseconds of the newest reading in the number */
  fresh: number
  /** when it arrived */
  at: number
}

export interface Screen {
  shown: Shown[]
  close: () => void
}

interface Tile {
  region: string
  indicator: string
  freshAt: string | null
}

export const openScreen = (port: number, token: string, regions: readonly string[], indicator: string): Promise<Screen> =>
  new Promise((resolve, reject) => {
    const shown: Shown[] = []
    let rest = ''
    const path = `/api/live?regions=${regions.join(',')}&topics=tile&indicators=${indicator}`
    const request: ClientRequest = get(
      { port, host: '127.0.0.1', path, headers: { authorization: `Bearer ${token}` } },
      (response) => {
        if (response.statusCode !== 200) {
          reject(new Error(`the live stream answered ${response.statusCode}`))
          return
        }
        response.setEncoding('utf8')
        response.on('data', (text: string) => {
          const at = Date.now()
          const frames = (rest + text).split('\n\n')
          rest = frames.pop() ?? ''
          for (const frame of frames) {
            if (!frame.startsWith('event: tile\n')) continue
            const tile = JSON.parse(frame.slice(frame.indexOf('data: ') + 6)) as Tile
            if (tile.indicator === indicator && tile.freshAt)
              shown.push({ region: tile.region, fresh: Date.parse(tile.freshAt), at })
          }
        })
        response.on('error', () => {})
        resolve({ shown, close: () => request.destroy() })
      },
    )
    request.on('error', reject)
  })
