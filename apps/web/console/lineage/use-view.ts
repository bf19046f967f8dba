/** Where one looks in a drawing: dragging, wheel, two fingers, keys, and fitting it into its window. */
import { type KeyboardEvent, type PointerEvent, type RefObject, useCallback, useEffect, useRef, useState } from 'react'

export interface View {
  /** screen = drawing × k + (x, y) */
  x: number
  y: number
  k: number
}

const LEAST = 0.2
const MOST = 2.5
/** below this words cannot be read: rather show a part than all of it too small */
const READABLE = 0.75
const within = (k: number): number => Math.min(MOST, Math.max(LEAST, k))

/** Everything when it stays readable, else the centre of attention in the middle. */
export const fitted = (
  drawing: { width: number; height: number },
  box: { width: number; height: number },
  centre: { x: number; y: number },
): View => {
  const all = Math.min(1, box.width / drawing.width, box.height / drawing.height)
  if (all >= READABLE) return { k: all, x: (box.width - drawing.width * all) / 2, y: (box.height - drawing.height * all) / 2 }
  const k = READABLE
  const start = (room: number, size: number, at: number): number =>
    size * k <= room ? (room - size * k) / 2 : Math.min(0, Math.max(room - size * k, room / 2 - at * k))
  return { k, x: start(box.width, drawing.width, centre.x), y: start(box.height, drawing.height, centre.y) }
}

/** The point under the finger stays under it. */
export const zoomed = ({ x, y, k }: View, by: number, at: { x: number; y: number }): View => {
  const next = within(k * by)
  return { k: next, x: at.x - ((at.x - x) * next) / k, y: at.y - ((at.y - y) * next) / k }
}

const DRAGGED = 4
const STEP = 60

export const useView = (
  svg: RefObject<SVGSVGElement | null>,
  drawing: { width: number; height: number },
  centre: { x: number; y: number },
) => {
  const [view, setView] = useState<View>({ x: 0, y: 0, k: 1 })
  const pointers = useRef(new Map<number, { x: number; y: number }>())
  const dragged = useRef(false)
  const start = useRef({ x: 0, y: 0 })
  const { width, height } = drawing
  const { x: cx, y: cy } = centre

  const fit = useCallback(() => {
    const box = svg.current?.getBoundingClientRect()
    if (box && box.width > 0) setView(fitted({ width, height }, box, { x: cx, y: cy }))
  }, [svg, width, height, cx, cy])
  useEffect(fit, [fit])
  useEffect(() => {
    const node = svg.current
    if (!node || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(fit)
    observer.observe(node)
    return () => observer.disconnect()
  }, [svg, fit])

  const zoom = useCallback(
    (by: number, at?: { x: number; y: number }) => {
      const box = svg.current?.getBoundingClientRect()
      setView((now) => zoomed(now, by, at ?? { x: (box?.width ?? 0) / 2, y: (box?.height ?? 0) / 2 }))
    },
    [svg],
  )
  useEffect(() => {
    const node = svg.current
    if (!node) return
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      const box = node.getBoundingClientRect()
      zoom(Math.exp(-event.deltaY * 0.0016), { x: event.clientX - box.left, y: event.clientY - box.top })
    }
    node.addEventListener('wheel', wheel, { passive: false })
    return () => node.removeEventListener('wheel', wheel)
  }, [svg, zoom])

  const onPointerDown = (event: PointerEvent) => {
    if (event.button !== 0) return
    pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY })
    if (pointers.current.size === 1) dragged.current = false
    start.current = { x: event.clientX, y: event.clientY }
  }
  const onPointerMove = (event: PointerEvent) => {
    const before = pointers.current.get(event.pointerId)
    if (!before) return
    const now = { x: event.clientX, y: event.clientY }
    if (!dragged.current && Math.hypot(now.x - start.current.x, now.y - start.current.y) < DRAGGED) return
    if (!dragged.current) svg.current?.setPointerCapture(event.pointerId)
    dragged.current = true
    pointers.current.set(event.pointerId, now)
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1]
    if (!other) return setView((view) => ({ ...view, x: view.x + now.x - before.x, y: view.y + now.y - before.y }))
    const box = svg.current?.getBoundingClientRect()
    const spread = (a: typeof now) => Math.hypot(a.x - other.x, a.y - other.y)
    zoom(spread(now) / Math.max(1, spread(before)), {
      x: (now.x + other.x) / 2 - (box?.left ?? 0),
      y: (now.y + other.y) / 2 - (box?.top ?? 0),
    })
  }
  const onPointerUp = (event: PointerEvent) => void pointers.current.delete(event.pointerId)
  const move = (x: number, y: number) => setView((now) => ({ ...now, x: now.x + x, y: now.y + y }))
  const onKeyDown = (event: KeyboardEvent) => {
    const keys: Record<string, () => void> = {
      '+': () => zoom(1.25),
      '=': () => zoom(1.25),
      '-': () => zoom(0.8),
      '0': fit,
      ArrowLeft: () => move(STEP, 0),
      ArrowRight: () => move(-STEP, 0),
      ArrowUp: () => move(0, STEP),
      ArrowDown: () => move(0, -STEP),
    }
    const act = keys[event.key]
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    act()
  }
  /** brings a box into sight that the keyboard has reached */
  const reveal = (box: { x: number; y: number; width: number; height: number }) =>
    setView((now) => {
      const room = svg.current?.getBoundingClientRect()
      if (!room) return now
      const shift = (at: number, size: number, space: number) =>
        at < 0 ? 12 - at : at + size > space ? space - at - size - 12 : 0
      return {
        ...now,
        x: now.x + shift(box.x * now.k + now.x, box.width * now.k, room.width),
        y: now.y + shift(box.y * now.k + now.y, box.height * now.k, room.height),
      }
    })
  return {
    view,
    fit,
    zoom,
    reveal,
    wasDragged: () => dragged.current,
    on: { onPointerDown, onPointerMove, onPointerUp, onPointerCancel: onPointerUp, onKeyDown },
  }
}
