/** Source → attribute of city objects → subscription. */
import type { Db } from '@haihe/kernel'
import { matchesTypes } from '../../context/query/types.ts'
import { iriOf } from '../../context/vocabulary.ts'
import type { LineageEdge, LineageProvider } from '../../platform/ports.ts'
import { attributesOfType, fedBy, type Listener, listeners, sourcesOf } from '../sensed-store.ts'
import { attributeNode, splitField } from './catalogue.ts'

export const sensedLineage = (db: Db): LineageProvider => ({
  name: 'sensed',
  edges: async ({ kind, id }) => {
    if (kind === 'source')
      return (await fedBy(db, id)).map(({ type, attribute, title, objects }) => ({
        from: { kind: 'source', id, title },
        to: attributeNode(type, attribute),
        by: `${objects} 个对象的读数`,
      }))
    const { owner, name } = splitField(id)
    if (kind !== 'field' || !owner.startsWith('~')) return []
    const type = owner.slice(1)
    return (await sourcesOf(db, type, name, '')).map((source) => ({
      from: { kind: 'source', id: source.id, title: source.title },
      to: attributeNode(type, name),
      by: `${source.objects} 个对象的读数`,
    }))
  },
})

const listens = ({ compiled }: Listener, type: string, attribute: string): boolean => {
  const { selectors } = compiled.query
  const ofType = selectors.length === 0 || selectors.some(({ types }) => !types || matchesTypes([iriOf(type)], types))
  return ofType && (!compiled.watched || compiled.watched.includes(iriOf(attribute)))
}

/** Types that a subscription names; one that names none listens to all and is told from the other end only. */
const typesNamed = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  if (Array.isArray(value)) return value.flatMap(typesNamed)
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(typesNamed) : []
}

export const subscriptionLineage = (db: Db, knownTypes: () => Promise<readonly string[]>): LineageProvider => {
  const edge = (type: string, attribute: string, listener: Listener): LineageEdge => ({
    from: attributeNode(type, attribute),
    to: { kind: 'subscription', id: listener.id, title: listener.name ?? listener.id },
    by: 'NGSI-LD 订阅',
  })
  return {
    name: 'subscriptions',
    edges: async ({ kind, id }) => {
      if (kind === 'field' && id.startsWith('~')) {
        const { owner, name } = splitField(id)
        const type = owner.slice(1)
        return (await listeners(db)).filter((one) => listens(one, type, name)).map((one) => edge(type, name, one))
      }
      if (kind !== 'subscription') return []
      const listener = (await listeners(db)).find((one) => one.id === id)
      if (!listener) return []
      const named = new Set(listener.compiled.query.selectors.flatMap(({ types }) => typesNamed(types)))
      const found: LineageEdge[] = []
      for (const type of await knownTypes())
        if (named.has(iriOf(type)))
          for (const attribute of await attributesOfType(db, type))
            if (listens(listener, type, attribute)) found.push(edge(type, attribute, listener))
      return found
    },
  }
}
