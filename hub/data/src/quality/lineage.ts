/** What quality tells the graph: the rules that look at a field, and the resources they compare with. */
import type { Resource } from '@haihe/contract'
import type { Db } from '@haihe/kernel'
import { type Catalogue, fieldId, type LineageEdge, type LineageNode, type LineageProvider } from '../platform/ports.ts'
import { dependents } from './rules/rule-store.ts'
import { type KnownRule, rulesOf } from './rules/rules.ts'

/** `<resource>/<rule>` */
const ruleNode = (resource: Resource, { rule }: KnownRule): LineageNode => ({
  kind: 'rule',
  id: `${resource.id}/${rule.id}`,
  title: rule.title,
})
const fieldNode = (resource: Resource, name: string): LineageNode => ({
  kind: 'field',
  id: fieldId({ resource: resource.id, field: name }),
  title: resource.fields.find((field) => field.name === name)?.title ?? name,
})

export const qualityLineage = (db: Db, catalogue: Pick<Catalogue, 'find'>): LineageProvider => {
  const edgesOf = async (resource: Resource): Promise<LineageEdge[]> => {
    const all: LineageEdge[] = []
    for (const known of await rulesOf(db, resource)) {
      const to = ruleNode(resource, known)
      const { check } = known.rule
      for (const name of check.fields as readonly string[]) all.push({ from: fieldNode(resource, name), to, by: '质量检查' })
      const other = 'resource' in check.parameters ? await catalogue.find(check.parameters.resource) : undefined
      if (other && 'fields' in check.parameters)
        for (const name of check.parameters.fields) all.push({ from: fieldNode(other, name), to, by: '质量对照' })
    }
    return all
  }
  return {
    name: 'quality',
    edges: async ({ kind, id }) => {
      if (kind !== 'field' && kind !== 'rule') return []
      const own = kind === 'field' ? (id.split('#')[0] ?? '') : (id.split('/')[0] ?? '')
      if (own === '' || own.startsWith('~')) return []
      const looking = kind === 'field' ? [own, ...(await dependents(db, own))] : [own]
      const found: LineageEdge[] = []
      for (const one of looking) {
        const resource = await catalogue.find(one)
        if (resource) found.push(...(await edgesOf(resource)))
      }
      return found.filter((edge) => [edge.from, edge.to].some((node) => node.kind === kind && node.id === id))
    },
  }
}
