/** Nodes of lineage: their address, icon, short words, and the page of the console that shows each. */
import type { LineageKind, LineageNodeView } from '@haihe/contract'
import { LINEAGE_KINDS } from '@haihe/contract/lineage-view'
import type { Permission } from '@haihe/contract/permission'
import type { IconName } from '../../ui/icon.tsx'

export type NodeRef = Pick<LineageNodeView, 'kind' | 'id'>

export const keyOf = ({ kind, id }: NodeRef): string => `${kind}:${id}`

/** `resource:…` of an address; undefined when it names no kind of node. */
export const nodeOf = (text: string | undefined): NodeRef | undefined => {
  const at = text?.indexOf(':') ?? -1
  if (text === undefined || at < 1 || at === text.length - 1) return undefined
  const kind = LINEAGE_KINDS.find((one) => one === text.slice(0, at))
  return kind && { kind, id: text.slice(at + 1) }
}

export const nodeHref = (node: NodeRef): string => `/console/lineage?node=${encodeURIComponent(keyOf(node))}`

/** The rows of a number: `<indicator>@<region>`, now or as of a moment. */
export const numberHref = (number: string, at?: string): string =>
  `/console/lineage?tab=number&number=${encodeURIComponent(number)}${at ? `&at=${encodeURIComponent(at)}` : ''}`

export const KIND_ICON: Record<LineageKind, IconName> = {
  source: 'waves',
  connector: 'play',
  run: 'history',
  resource: 'table',
  field: 'type',
  row: 'minus',
  indicator: 'chart',
  rule: 'check',
  grant: 'lock',
  unit: 'city',
  export: 'document',
  replication: 'layers',
  subscription: 'send',
  package: 'down',
  object: 'pin',
  reading: 'clock',
  batch: 'empty',
  deadLetter: 'alert',
  case: 'flag',
}

/** A field is called by its own name; whose it is stands in the small line. */
export const wordsOf = ({ kind, title }: Pick<LineageNodeView, 'kind' | 'title'>): { name: string; of: string | null } => {
  const at = title.lastIndexOf('·')
  return kind === 'field' && at > 0
    ? { name: title.slice(at + 1).trim(), of: title.slice(0, at).trim() }
    : { name: title, of: null }
}

const INSTANT = /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z/g

/** Titles come with instants and with the codes of purposes: both as people say them. */
export const readable = (
  { kind, title }: Pick<LineageNodeView, 'kind' | 'title'>,
  momentOf: (at: string) => string,
  purposeOf: (code: string) => string | undefined,
): string => {
  const timed = title.replaceAll(INSTANT, momentOf)
  if (kind !== 'grant') return timed
  return timed
    .split(' · ')
    .map((part) => purposeOf(part) ?? part)
    .join(' · ')
}

export interface Place {
  word: string
  href: string
  needs: Permission
}

/** Where else a node can be seen. */
export const placesOf = ({ kind, id }: NodeRef): Place[] => {
  const enc = encodeURIComponent
  switch (kind) {
    case 'resource':
      return [
        { word: 'resource', href: `/console/catalogue?open=${enc(id)}`, needs: 'catalogue.read' },
        { word: 'quality', href: `/console/quality?open=${enc(id)}`, needs: 'quality.read' },
      ]
    case 'field': {
      const owner = id.split('#')[0] ?? ''
      return owner.startsWith('~')
        ? []
        : [{ word: 'resource', href: `/console/catalogue?open=${enc(owner)}&tab=fields`, needs: 'catalogue.read' }]
    }
    case 'rule': {
      const [resource = '', ...rest] = id.split('/')
      return [{ word: 'rule', href: `/console/quality?open=${enc(resource)}&rule=${enc(rest.join('/'))}`, needs: 'quality.read' }]
    }
    case 'source':
      return id.startsWith('event:') ? [] : [{ word: 'source', href: `/console/sources?open=${enc(id)}`, needs: 'source.read' }]
    case 'indicator': {
      const [indicator = '', region] = id.split('@')
      return [
        ...(region === undefined ? [] : [{ word: 'number', href: numberHref(id), needs: 'lineage.read' as const }]),
        { word: 'indicator', href: `/console/indicators?open=${enc(indicator)}`, needs: 'indicator.read' },
        {
          word: 'cockpit',
          href: `/cockpit?${region ? `region=${region}&` : ''}indicator=${enc(indicator)}&panel=explain:${enc(indicator)}`,
          needs: 'indicator.read',
        },
      ]
    }
    case 'subscription':
      return [{ word: 'subscription', href: `/console/subscriptions?open=${enc(id)}`, needs: 'subscription.manage' }]
    case 'object':
      return [{ word: 'object', href: `/console/entities?open=${enc(id)}`, needs: 'entity.read' }]
    case 'deadLetter':
      return [{ word: 'deadLetter', href: `/console/dead-letters?open=${enc(id)}`, needs: 'dead-letter.read' }]
    case 'case':
      return [{ word: 'case', href: `/governance/cases/${enc(id)}`, needs: 'case.read' }]
    default:
      return []
  }
}
