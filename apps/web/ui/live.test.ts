import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { type LiveState, openLive, SILENCE_MS } from './live.ts'

class FakeStream {
  static all: FakeStream[] = []
  onopen: ((event: Event) => void) | null = null
  onerror: ((event: Event) => void) | null = null
  readyState = 0
  closed = false
  readonly address: string
  readonly listeners = new Map<string, (event: MessageEvent<string>) => void>()
  constructor(address: string) {
    this.address = address
    FakeStream.all.push(this)
  }
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void) {
    this.listeners.set(type, listener)
  }
  say(type: string, data: unknown) {
    this.listeners.get(type)?.(new MessageEvent(type, { data: JSON.stringify(data) }))
  }
  close() {
    this.closed = true
  }
}

beforeEach(() => {
  FakeStream.all = []
  vi.useFakeTimers()
})
afterEach(() => vi.useRealTimers())

const start = () => {
  const states: LiveState[] = []
  const heard: unknown[] = []
  const reconnected = vi.fn()
  const opened = vi.fn()
  const stop = openLive(
    '/api/live?regions=12',
    () => ({ tile: (tile) => heard.push(tile), opened, reconnected }),
    (state) => states.push(state),
    (address) => new FakeStream(address),
  )
  return { states, heard, opened, reconnected, stop, stream: () => FakeStream.all.at(-1) as FakeStream }
}

test('messages reach their handler and mark the stream as live', () => {
  const { states, heard, stream } = start()
  stream().onopen?.(new Event('open'))
  stream().say('tile', { indicator: 'books.lent', value: 3 })
  expect(heard).toEqual([{ indicator: 'books.lent', value: 3 }])
  expect(states.at(-1)).toBe('live')
})

test('says once that it has begun: what changed before must be read again', () => {
  const { opened, reconnected, stream } = start()
  expect(opened).not.toHaveBeenCalled()
  stream().onopen?.(new Event('open'))
  stream().onerror?.(new Event('error'))
  vi.advanceTimersByTime(1000)
  stream().onopen?.(new Event('open'))
  expect(opened).toHaveBeenCalledOnce()
  expect(reconnected).toHaveBeenCalledOnce()
})

test('silence past two beats makes the numbers stale, a beat makes them live again', () => {
  const { states, stream } = start()
  stream().onopen?.(new Event('open'))
  vi.advanceTimersByTime(SILENCE_MS + 1)
  expect(states.at(-1)).toBe('stale')
  stream().say('beat', { at: 'now' })
  expect(states.at(-1)).toBe('live')
})

test('a broken stream is opened again, more slowly each time, and says when it is back', () => {
  const { states, reconnected, stream } = start()
  stream().onopen?.(new Event('open'))
  stream().onerror?.(new Event('error'))
  expect(states.at(-1)).toBe('offline')
  expect(stream().closed).toBe(true)
  vi.advanceTimersByTime(1000)
  expect(FakeStream.all).toHaveLength(2)
  stream().onerror?.(new Event('error'))
  vi.advanceTimersByTime(1999)
  expect(FakeStream.all).toHaveLength(2)
  vi.advanceTimersByTime(1)
  expect(FakeStream.all).toHaveLength(3)
  expect(reconnected).not.toHaveBeenCalled()
  stream().onopen?.(new Event('open'))
  expect(reconnected).toHaveBeenCalledOnce()
})

test('after stopping nothing is opened any more', () => {
  const { stop, stream } = start()
  stream().onerror?.(new Event('error'))
  stop()
  vi.advanceTimersByTime(60_000)
  expect(FakeStream.all).toHaveLength(1)
})
