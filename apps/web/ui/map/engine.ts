/** What draws the areas under the labels: MapLibre where WebGL 2 is there, else SVG. Both know only this. */
import type { Bounds, LonLat, Outlines } from './geo.ts'

export interface DrawnArea {
  code: string
  /** resolved colour */
  fill: string
  /** 0…1; old values are paler */
  opacity: number
}

export interface EngineLook {
  line: string
  strong: string
}

export interface EngineEvents {
  /** the view moved; `byPerson` when a hand or key did it, `settled` at the end of the movement */
  moved: (byPerson: boolean, settled: boolean) => void
  clicked: (code: string | null, at: LonLat) => void
  hovered: (code: string | null, x: number, y: number) => void
  /** the areas are on the screen for the first time */
  painted: () => void
}

export interface MapEngine {
  setOutlines: (outlines: Outlines) => void
  setAreas: (areas: readonly DrawnArea[], look: EngineLook) => void
  setSelected: (code: string | null) => void
  project: (at: LonLat) => [number, number]
  unproject: (x: number, y: number) => LonLat
  /** px of the drawing */
  size: () => { width: number; height: number }
  centre: () => LonLat
  centreOn: (at: LonLat, zoomBy?: number) => void
  fit: (bounds: Bounds, padding: number) => void
  zoomBy: (steps: number) => void
  destroy: () => void
}

export type CreateEngine = (element: HTMLElement, label: string, events: EngineEvents) => MapEngine

const hasWebGl2 = (): boolean => {
  try {
    return document.createElement('canvas').getContext('webgl2') !== null
  } catch {
    return false
  }
}

/** Loads the drawing that this browser can do. */
export const loadEngine = async (): Promise<CreateEngine> => {
  if (hasWebGl2()) {
    try {
      return (await import('./gl-engine.ts')).createGlEngine
    } catch (cause) {
      console.warn('map: MapLibre did not load, drawing with SVG', cause)
    }
  }
  return (await import('./svg-engine.ts')).createSvgEngine
}
