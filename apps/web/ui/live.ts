/** Numbers by server push: EventSource on /api/live with reconnect and a marker for silence. */
import type { LiveMessages } from '@haihe/contract'
import { useEffect, useRef, useState } from 'react'
import { withQuery } from './api.ts'

export type LiveState = 'connecting' | 'live' | 'stale' | 'offline'
export const LIVE_TOPICS = ['tile', 'map', 'alert', 'case', 'run'] as const
export type LiveTopic = (typeof LIVE_TOPICS)[number]

export interface LiveQuery {
  regions: readonly string[]
  indicators?: readonly string[]
  topics?: readonly LiveTopic[]
  enabled?: boolean
}

export type LiveHandlers = { [K in keyof LiveMessages]?: (message: LiveMessages[K]) => void } & {
  /** the stream has begun: what changed between the first reading and now must be read again */
  opened?: () => void
  /** the stream is back after a break: what was missed must be read again */
  reconnected?: () => void
}

/** The server beats every 15 s; two beats and a half without a word is silence. */
export const SILENCE_MS = 40_000
const BACK_OFF_MS = [1000, 2000, 5000, 10_000, 30_000]

interface Stream {
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void
  onopen: ((event: Event) => void) | null
  onerror: ((event: Event) => void) | null
  readonly readyState: number
  close(): void
}

/** Opens the stream and keeps it open until the returned function is called. `open` is replaced in tests. */
export const openLive = (
  address: string,
  handlers: () => LiveHandlers,
  onState: (state: LiveState) => void,
  open: (address: string) => Stream = (url) => new EventSource(url),
): (() => void) => {
  let stream: Stream | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let silence: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let opened = false

  const heard = () => {
    onState('live')
    clearTimeout(silence)
    silence = setTimeout(() => onState('stale'), SILENCE_MS)
  }
  const connect = () => {
    stream = open(address)
    stream.onopen = () => {
      failures = 0
      heard()
      if (opened) handlers().reconnected?.()
      else handlers().opened?.()
      opened = true
    }
    stream.onerror = () => {
      clearTimeout(silence)
      onState('offline')
      stream?.close()
      retry = setTimeout(connect, BACK_OFF_MS[Math.min(failures, BACK_OFF_MS.length - 1)])
      failures += 1
    }
    for (const topic of [...LIVE_TOPICS, 'beat'] as const)
      stream.addEventListener(topic, (event) => {
        heard()
        const handler = handlers()[topic] as ((message: unknown) => void) | undefined
        handler?.(JSON.parse(event.data))
      })
  }
  onState('connecting')
  connect()
  return () => {
    clearTimeout(retry)
    clearTimeout(silence)
    stream?.close()
  }
}

/** Subscribes while mounted; handlers may change at every render without reconnecting. */
export const useLive = (query: LiveQuery, handlers: LiveHandlers): LiveState => {
  const [state, setState] = useState<LiveState>('connecting')
  const latest = useRef(handlers)
  latest.current = handlers
  const { regions, indicators, topics, enabled = true } = query
  const address = withQuery('/api/live', { regions, indicators, topics })
  const wanted = enabled && regions.length > 0
  useEffect(() => (wanted ? openLive(address, () => latest.current, setState) : undefined), [address, wanted])
  return state
}
