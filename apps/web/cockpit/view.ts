/** What the screen shows, held by the address: /cockpit?region=120101&indicator=air.aqi&at=2026-11-20T08:30&panel=explain:air.aqi */
import { useNavigate, useSearch } from '@tanstack/react-router'
import { instantOf, localMinute } from '../ui/minute.ts'

export interface View {
  region?: string
  /** on the map */
  indicator?: string
  /** minute in Asia/Shanghai, for looking back; absent while live */
  at?: string
  /** explain:<indicator>, alert:<id> or case:<id> */
  panel?: string
}

export const PANELS = ['explain', 'alert', 'case'] as const
export type PanelKind = (typeof PANELS)[number]
export interface Panel {
  kind: PanelKind
  id: string
}

const REGION = /^(\d{2}|\d{6}|\d{9}|\d{12})$/

/** A minute as the address writes it; instants with an offset, as other programs write them, are understood too. */
const minuteOf = (text: unknown): string | undefined => {
  if (typeof text !== 'string') return undefined
  if (instantOf(text)) return text
  return /T.*(Z|[+-]\d{2}:?\d{2})$/.test(text) && !Number.isNaN(Date.parse(text)) ? localMinute(text) : undefined
}

export const panelOf = (text: string | undefined): Panel | null => {
  const [kind, ...rest] = (text ?? '').split(':')
  const id = rest.join(':')
  return id && PANELS.includes(kind as PanelKind) ? { kind: kind as PanelKind, id } : null
}

/** Whatever stands in the address becomes a view; what cannot be read is left out. */
export const parseView = (search: Record<string, unknown>): View => {
  const { region, indicator, panel } = search
  const at = minuteOf(search.at)
  return {
    ...(typeof region === 'string' && REGION.test(region) ? { region } : {}),
    ...(typeof indicator === 'string' && /^[a-z][a-z0-9.-]*$/.test(indicator) ? { indicator } : {}),
    ...(at ? { at } : {}),
    ...(typeof panel === 'string' && panelOf(panel) ? { panel } : {}),
  }
}

export interface ViewControl {
  view: View
  /** instant to ask the server for; undefined while live */
  at: string | undefined
  panel: Panel | null
  /** changes the address; undefined takes a part out */
  go: (change: { [K in keyof View]?: View[K] | undefined }) => void
}

export const useView = (): ViewControl => {
  const view = useSearch({ strict: false }) as View
  const navigate = useNavigate()
  return {
    view,
    at: view.at ? instantOf(view.at) : undefined,
    panel: panelOf(view.panel),
    go: (change) => void navigate({ to: '.', search: (before: View) => ({ ...before, ...change }) }),
  }
}
