/**
 * Server push (SSE). A message names its audience: the regions whose screens show it. Screens say which regions,
 * topics and keys they show, so a message costs only the screens that want it.
 */
import type { ServerResponse } from 'node:http'

export interface LiveMessage {
  /** event name of LiveMessages in the contract */
  event: string
  /** regions whose screens show it */
  audience: readonly string[]
  /** narrows within an event, for instance the indicator id; empty means everyone */
  key?: string
  data: unknown
  /** unit the message concerns; screens of a unit may ask for it instead of a region */
  unit?: string | null
}

export interface Screen {
  regions: ReadonlySet<string>
  topics: ReadonlySet<string>
  keys: ReadonlySet<string>
  response: ServerResponse
}

export interface LiveHub {
  publish: (message: LiveMessage) => void
  attach: (screen: Screen) => () => void
  readonly size: number
  close: () => void
}

// A screen that does not read is cut off rather than buffered without end; the browser reconnects and refetches.
const MOST_BUFFERED = 1024 * 1024

export const createLiveHub = (now: () => Date): LiveHub => {
  const byRegion = new Map<string, Set<Screen>>()
  const screens = new Set<Screen>()

  const write = (screen: Screen, frame: string): void => {
    if (screen.response.writableLength > MOST_BUFFERED) screen.response.destroy()
    else screen.response.write(frame)
  }

  const beat = setInterval(() => {
    const frame = `event: beat\ndata: ${JSON.stringify({ at: now().toISOString() })}\n\n`
    for (const screen of screens) write(screen, frame)
  }, 15_000)
  beat.unref()

  return {
    publish({ event, audience, key, data }) {
      let frame: string | undefined
      const seen = new Set<Screen>()
      for (const region of audience)
        for (const screen of byRegion.get(region) ?? []) {
          if (seen.has(screen) || !screen.topics.has(event)) continue
          if (key !== undefined && screen.keys.size > 0 && !screen.keys.has(key)) continue
          seen.add(screen)
          frame ??= `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`
          write(screen, frame)
        }
    },
    attach(screen) {
      screens.add(screen)
      for (const region of screen.regions) {
        const set = byRegion.get(region) ?? new Set()
        byRegion.set(region, set.add(screen))
      }
      return () => {
        screens.delete(screen)
        for (const region of screen.regions) {
          byRegion.get(region)?.delete(screen)
          if (byRegion.get(region)?.size === 0) byRegion.delete(region)
        }
      }
    },
    get size() {
      return screens.size
    },
    close() {
      clearInterval(beat)
      for (const screen of screens) screen.response.end()
    },
  }
}
