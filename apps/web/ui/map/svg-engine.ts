/** The same map without WebGL: paths in an SVG, moved by one transform. Drag, wheel, keys and buttons work as in MapLibre. */
import type { CreateEngine, DrawnArea, EngineLook } from './engine.ts'
import { type Bounds, fromMercator, type LonLat, type Outlines, polygonsOf, toMercator } from './geo.ts'

const SVG = 'http://www.w3.org/2000/svg'
/** px of the whole world at which paths are written; the transform does the rest */
const WORLD = 100_000
const CLOSEST = 4_000_000

const pathOf = (outlines: Outlines['features'][number]): string =>
  polygonsOf(outlines.geometry)
    .flat()
    .map((ring) => {
      const points = ring.map(([lon = 0, lat = 0]) =>
        toMercator([lon, lat])
          .map((part) => (part * WORLD).toFixed(2))
          .join(' '),
      )
      return `M${points.join('L')}Z`
    })
    .join('')

export const createSvgEngine: CreateEngine = (element, label, events) => {
  /** screen px = world × scale + shift */
  let view = { scale: 1000, x: 0, y: 0 }
  let selected: string | null = null
  let look: EngineLook = { line: '#888888', strong: '#000000' }
  const paths = new Map<string, SVGPathElement>()
  const svg = document.createElementNS(SVG, 'svg')
  const group = document.createElementNS(SVG, 'g')
  svg.append(group)
  svg.setAttribute('width', '100%')
  svg.setAttribute('height', '100%')
  svg.setAttribute('tabindex', '0')
  svg.setAttribute('role', 'img')
  svg.setAttribute('aria-label', label)
  svg.style.touchAction = 'none'
  element.append(svg)

  const size = () => ({ width: element.clientWidth, height: element.clientHeight })
  const toScreen = (at: LonLat): [number, number] => {
    const [x, y] = toMercator(at)
    return [x * view.scale + view.x, y * view.scale + view.y]
  }
  const toPlace = (x: number, y: number): LonLat => fromMercator([(x - view.x) / view.scale, (y - view.y) / view.scale])
  const show = (byPerson: boolean, settled: boolean) => {
    group.setAttribute('transform', `translate(${view.x} ${view.y}) scale(${view.scale / WORLD})`)
    events.moved(byPerson, settled)
  }
  const zoomAt = (x: number, y: number, factor: number) => {
    const scale = Math.min(CLOSEST, Math.max(500, view.scale * factor))
    const share = scale / view.scale
    view = { scale, x: x - (x - view.x) * share, y: y - (y - view.y) * share }
    show(true, true)
  }
  const stroke = (path: SVGPathElement, code: string, hover = false) => {
    const strong = hover || code === selected
    path.setAttribute('stroke', strong ? look.strong : look.line)
    path.setAttribute('stroke-width', code === selected ? '2.5' : strong ? '1.5' : '1')
    if (strong) path.parentNode?.append(path)
  }

  let drag: { x: number; y: number; far: number; code: string | null } | null = null
  const codeOf = (target: EventTarget | null) => (target instanceof SVGPathElement ? (target.dataset.code ?? null) : null)
  const local = (event: MouseEvent): [number, number] => {
    const box = element.getBoundingClientRect()
    return [event.clientX - box.left, event.clientY - box.top]
  }
  svg.addEventListener('pointerdown', (event) => {
    drag = { x: event.clientX, y: event.clientY, far: 0, code: codeOf(event.target) }
    svg.setPointerCapture(event.pointerId)
  })
  svg.addEventListener('pointermove', (event) => {
    if (!drag) return events.hovered(codeOf(event.target), ...local(event))
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y]
    drag = { ...drag, x: event.clientX, y: event.clientY, far: drag.far + Math.abs(dx) + Math.abs(dy) }
    view = { ...view, x: view.x + dx, y: view.y + dy }
    show(true, false)
  })
  svg.addEventListener('pointerup', (event) => {
    const ended = drag
    drag = null
    if (!ended) return
    if (ended.far < 6) events.clicked(ended.code, toPlace(...local(event)))
    else show(true, true)
  })
  svg.addEventListener('pointerleave', () => events.hovered(null, 0, 0))
  svg.addEventListener('wheel', (event) => {
    event.preventDefault()
    zoomAt(...local(event), event.deltaY < 0 ? 1.25 : 0.8)
  })
  const STEPS: Record<string, [number, number]> = {
    ArrowLeft: [60, 0],
    ArrowRight: [-60, 0],
    ArrowUp: [0, 60],
    ArrowDown: [0, -60],
  }
  svg.addEventListener('keydown', (event) => {
    const step = STEPS[event.key]
    const { width, height } = size()
    if (step) {
      view = { ...view, x: view.x + step[0], y: view.y + step[1] }
      show(true, true)
    } else if (event.key === '+' || event.key === '=') zoomAt(width / 2, height / 2, 1.5)
    else if (event.key === '-') zoomAt(width / 2, height / 2, 1 / 1.5)
    else return
    event.preventDefault()
  })
  const watch = new ResizeObserver(() => events.moved(false, true))
  watch.observe(element)

  const centreOn = (at: LonLat, zoomBy = 0) => {
    const { width, height } = size()
    const scale = Math.min(CLOSEST, view.scale * 2 ** zoomBy)
    const [x, y] = toMercator(at)
    view = { scale, x: width / 2 - x * scale, y: height / 2 - y * scale }
    show(false, true)
  }
  return {
    setOutlines: (outlines) => {
      paths.clear()
      group.replaceChildren(
        ...outlines.features.map((feature) => {
          const path = document.createElementNS(SVG, 'path')
          path.setAttribute('d', pathOf(feature))
          path.setAttribute('vector-effect', 'non-scaling-stroke')
          path.setAttribute('fill', 'transparent')
          path.dataset.code = feature.properties.code
          path.addEventListener('pointerenter', () => stroke(path, feature.properties.code, true))
          path.addEventListener('pointerleave', () => stroke(path, feature.properties.code))
          paths.set(feature.properties.code, path)
          return path
        }),
      )
    },
    setAreas: (areas: readonly DrawnArea[], nextLook) => {
      look = nextLook
      const byCode = new Map(areas.map((area) => [area.code, area]))
      for (const [code, path] of paths) {
        const area = byCode.get(code)
        path.setAttribute('fill', area?.fill ?? 'transparent')
        path.setAttribute('fill-opacity', String(area?.opacity ?? 1))
        stroke(path, code)
      }
      events.painted()
    },
    setSelected: (code) => {
      selected = code
      for (const [each, path] of paths) stroke(path, each)
    },
    project: toScreen,
    unproject: toPlace,
    size,
    centre: () => toPlace(size().width / 2, size().height / 2),
    centreOn,
    fit: ([west, south, east, north]: Bounds, padding) => {
      const { width, height } = size()
      const [left, top] = toMercator([west, north])
      const [right, bottom] = toMercator([east, south])
      const scale = Math.min(CLOSEST, (width - 2 * padding) / (right - left), (height - 2 * padding) / (bottom - top))
      if (!(scale > 0)) return
      view = { scale, x: width / 2 - ((left + right) / 2) * scale, y: height / 2 - ((top + bottom) / 2) * scale }
      show(false, true)
    },
    zoomBy: (steps) => zoomAt(size().width / 2, size().height / 2, 2 ** steps),
    destroy: () => {
      watch.disconnect()
      svg.remove()
    },
  }
}
