/**
 * Attribute → indicator → its number in a region, rolled up from the regions below. What is declared comes from the
 * composition root: this floor knows no scenario.
 */
import { type Derivation, type IndicatorDef, parentRegion, REGION_LEVELS, regionLevel } from '@haihe/contract'
import type { Db, RegionIndex } from '@haihe/kernel'
import type { LineageEdge, LineageNode, LineageProvider } from '../../platform/ports.ts'
import { feedingRegions, sourcesOf } from '../sensed-store.ts'
import { attributeNode, splitField } from './catalogue.ts'

type Declared = Pick<IndicatorDef, 'id' | 'title' | 'source' | 'finest'>

/** What scenarios declare of their numbers. */
export interface DeclaredNumbers {
  indicators?: readonly Declared[]
  derivations?: readonly Pick<Derivation, 'id' | 'type' | 'reads' | 'writes'>[]
  entities?: readonly { type: string; title: { zh: string }; attributes: readonly { name: string; title: { zh: string } }[] }[]
}

interface IndicatorLineage {
  db: Db
  regions: Pick<RegionIndex, 'has' | 'name' | 'children'>
  city: string
  declared: readonly DeclaredNumbers[]
}

export const indicatorLineage = ({ db, regions, city, declared }: IndicatorLineage): LineageProvider => {
  const indicators = declared.flatMap((one) => one.indicators ?? [])
  const derivations = declared.flatMap((one) => one.derivations ?? [])
  const titles = new Map(
    declared.flatMap((one) =>
      (one.entities ?? []).flatMap(({ type, title, attributes }) =>
        attributes.map((attribute) => [`${type}.${attribute.name}`, `${title.zh}·${attribute.title.zh}`] as const),
      ),
    ),
  )
  const field = (type: string, attribute: string): LineageNode =>
    attributeNode(type, attribute, titles.get(`${type}.${attribute}`))
  const definition = ({ id, title }: Declared): LineageNode => ({ kind: 'indicator', id, title: title.zh })
  const value = ({ id, title }: Declared, region: string): LineageNode => ({
    kind: 'indicator',
    id: `${id}@${region}`,
    title: `${regions.name(region)}·${title.zh}`,
  })
  const inputs = ({ source }: Declared): { type: string; attribute: string }[] =>
    'event' in source
      ? []
      : [source.attribute, ...(source.weightAttribute ? [source.weightAttribute] : [])].map((attribute) => ({
          type: source.entityType,
          attribute,
        }))
  /** Regions directly below with numbers of their own; below the smallest one that keeps the indicator there are none. */
  const below = async (one: Declared, region: string): Promise<string[]> => {
    const deepest = REGION_LEVELS.indexOf(one.finest ?? 'street')
    if (REGION_LEVELS.indexOf(regionLevel(region)) >= deepest) return []
    const children = regions.children(region).map(({ code }) => code)
    const length = children[0]?.length
    const from = inputs(one)[0]
    if (length === undefined || !from) return children
    const feeding = new Set(await feedingRegions(db, from.type, from.attribute, region, length))
    return children.filter((code) => feeding.has(code))
  }
  const feeds = (one: Declared): LineageEdge[] => [
    ...inputs(one).map(({ type, attribute }) => ({ from: field(type, attribute), to: definition(one), by: '指标计算' })),
    ...('event' in one.source
      ? [
          {
            from: { kind: 'source' as const, id: `event:${one.source.event}`, title: `业务事件 ${one.source.event}` },
            to: definition(one),
            by: '指标计数',
          },
        ]
      : []),
  ]

  const around = async (one: Declared, region: string): Promise<LineageEdge[]> => {
    if (!regions.has(region)) return []
    const edges: LineageEdge[] = [{ from: definition(one), to: value(one, region), by: '指标口径' }]
    for (const child of await below(one, region)) edges.push({ from: value(one, child), to: value(one, region), by: '逐级汇总' })
    const parent = region.length > city.length ? parentRegion(region) : undefined
    if (parent && regions.has(parent) && (await below(one, parent)).includes(region))
      edges.push({ from: value(one, region), to: value(one, parent), by: '逐级汇总' })
    for (const { type, attribute } of inputs(one))
      for (const source of await sourcesOf(db, type, attribute, region))
        edges.push({
          from: { kind: 'source', id: source.id, title: source.title },
          to: value(one, region),
          by: `${regions.name(region)} ${source.objects} 个对象的${attribute}读数`,
        })
    return edges
  }

  return {
    name: 'indicators',
    edges: async ({ kind, id }) => {
      if (kind === 'source') return indicators.flatMap(feeds).filter(({ from }) => from.kind === 'source' && from.id === id)
      if (kind === 'field' && id.startsWith('~')) {
        const { owner, name } = splitField(id)
        const type = owner.slice(1)
        const derived = derivations
          .filter((one) => one.type === type)
          .flatMap((one) =>
            one.reads.flatMap((read) =>
              one.writes.map((written) => ({ from: field(type, read), to: field(type, written), by: `推算 ${one.id}` })),
            ),
          )
          .filter(({ from, to }) => from.id === id || to.id === id)
        return [
          ...derived,
          ...indicators.flatMap(feeds).filter(({ from }) => from.kind === 'field' && from.id === id && name !== ''),
        ]
      }
      if (kind !== 'indicator') return []
      const [name, region] = id.split('@')
      const one = indicators.find((known) => known.id === name)
      if (!one) return []
      if (region !== undefined) return around(one, region)
      return [...feeds(one), { from: definition(one), to: value(one, city), by: '指标口径' }]
    },
  }
}
