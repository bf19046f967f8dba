/** MapLibre as the drawing engine: own GeoJSON only, no tiles, no glyphs, nothing fetched from outside. */
import 'maplibre-gl/dist/maplibre-gl.css'
import { type GeoJSONSource, Map as GlMap, setWorkerUrl } from 'maplibre-gl'
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url'
import type { CreateEngine, DrawnArea, EngineLook } from './engine.ts'
import type { Outlines } from './geo.ts'

setWorkerUrl(workerUrl)

const NONE: Outlines = { type: 'FeatureCollection', features: [] }
const STYLE = {
  version: 8 as const,
  sources: { areas: { type: 'geojson' as const, data: NONE } },
  layers: [
    {
      id: 'fill',
      type: 'fill' as const,
      source: 'areas',
      paint: { 'fill-color': ['get', 'fill'], 'fill-opacity': ['get', 'opacity'] },
    },
    { id: 'line', type: 'line' as const, source: 'areas', paint: { 'line-color': ['get', 'line'], 'line-width': 1 } },
    {
      id: 'hover',
      type: 'line' as const,
      source: 'areas',
      filter: ['==', 'code', ''],
      paint: { 'line-color': ['get', 'strong'], 'line-width': 1.5 },
    },
    {
      id: 'selected',
      type: 'line' as const,
      source: 'areas',
      filter: ['==', 'code', ''],
      paint: { 'line-color': ['get', 'strong'], 'line-width': 2.5 },
    },
  ],
}

export const createGlEngine: CreateEngine = (element, label, events) => {
  let outlines = NONE
  let areas: readonly DrawnArea[] = []
  let look: EngineLook = { line: '#888888', strong: '#000000' }
  let hovered: string | null = null
  let waiting = false
  const map = new GlMap({
    container: element,
    // biome-ignore lint/suspicious/noExplicitAny: expressions in a style literal widen to string arrays
    style: STYLE as any,
    attributionControl: false,
    dragRotate: false,
    pitchWithRotate: false,
    touchPitch: false,
    renderWorldCopies: false,
    fadeDuration: 0,
    maxZoom: 17,
    locale: { 'Map.Title': label },
  })
  map.touchZoomRotate.disableRotation()
  map.keyboard.disableRotation()

  const draw = () => {
    const source = map.getSource<GeoJSONSource>('areas')
    if (!source) return
    const byCode = new Map(areas.map((area) => [area.code, area]))
    const features = outlines.features.map((feature) => {
      const area = byCode.get(feature.properties.code)
      return {
        ...feature,
        properties: { code: feature.properties.code, fill: area?.fill ?? 'rgba(0,0,0,0)', opacity: area?.opacity ?? 1, ...look },
      }
    })
    source.setData({ type: 'FeatureCollection', features })
    if (features.length > 0 && !waiting) {
      waiting = true
      map.once('idle', events.painted)
    }
  }
  // the style is there before the first picture is; what is known by then is drawn at once
  map.on('style.load', draw)
  map.on('move', (event) => events.moved(event.originalEvent !== undefined, false))
  map.on('moveend', (event) => events.moved(event.originalEvent !== undefined, true))
  map.on('resize', () => events.moved(false, true))

  const codeAt = (point: { x: number; y: number }): string | null => {
    if (!map.getLayer('fill')) return null
    return (
      (map.queryRenderedFeatures([point.x, point.y], { layers: ['fill'] }).at(0)?.properties.code as string | undefined) ?? null
    )
  }
  const hover = (code: string | null, x: number, y: number) => {
    if (code !== hovered && map.getLayer('hover')) map.setFilter('hover', ['==', 'code', code ?? ''])
    hovered = code
    map.getCanvas().style.cursor = code ? 'pointer' : ''
    events.hovered(code, x, y)
  }
  map.on('mousemove', (event) => hover(codeAt(event.point), event.point.x, event.point.y))
  map.on('mouseout', () => hover(null, 0, 0))
  map.on('click', (event) => events.clicked(codeAt(event.point), [event.lngLat.lng, event.lngLat.lat]))

  return {
    setOutlines: (next) => {
      outlines = next
      draw()
    },
    setAreas: (next, nextLook) => {
      areas = next
      look = nextLook
      draw()
    },
    setSelected: (code) => {
      const apply = () => map.setFilter('selected', ['==', 'code', code ?? ''])
      if (map.getLayer('selected')) apply()
      else map.once('style.load', apply)
    },
    project: (at) => {
      const { x, y } = map.project(at)
      return [x, y]
    },
    unproject: (x, y) => {
      const { lng, lat } = map.unproject([x, y])
      return [lng, lat]
    },
    size: () => ({ width: element.clientWidth, height: element.clientHeight }),
    centre: () => {
      const { lng, lat } = map.getCenter()
      return [lng, lat]
    },
    centreOn: (at, zoomBy = 0) => void map.jumpTo({ center: at, zoom: Math.min(17, map.getZoom() + zoomBy) }),
    fit: ([west, south, east, north], padding) => {
      // a box smaller than its own padding cannot be fitted; wait for the next resize
      if (element.clientWidth <= padding * 2 || element.clientHeight <= padding * 2) return
      map.fitBounds([west, south, east, north], { padding, animate: false })
    },
    zoomBy: (steps) => void map.zoomTo(map.getZoom() + steps, { duration: 160 }),
    destroy: () => map.remove(),
  }
}
