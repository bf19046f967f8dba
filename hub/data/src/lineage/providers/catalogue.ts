/** Owner → resource → field, and the attributes of city objects behind the fields of a resource of kind 'entities'. */
import { fieldNameOf, type Resource } from '@haihe/contract'
import { type Catalogue, fieldId, type LineageEdge, type LineageNode, type LineageProvider } from '../../platform/ports.ts'

interface CatalogueLineage {
  catalogue: Pick<Catalogue, 'find' | 'list' | 'byEntityType'>
  unitName: (id: string) => string
  /** attributes that objects of a type have reported */
  attributesOf: (type: string) => Promise<readonly string[]>
  /** sources that report objects of a type in a region */
  sourcesOf: (type: string, region: string) => Promise<readonly { id: string; title: string; objects: number }[]>
}

export const resourceNode = ({ id, title }: Pick<Resource, 'id' | 'title'>): LineageNode => ({ kind: 'resource', id, title })
export const fieldNode = (resource: Resource, name: string): LineageNode => ({
  kind: 'field',
  id: fieldId({ resource: resource.id, field: name }),
  title: `${resource.title}·${resource.fields.find((field) => field.name === name)?.title ?? name}`,
})
export const attributeNode = (type: string, attribute: string, title = `${type}.${attribute}`): LineageNode => ({
  kind: 'field',
  id: fieldId({ type, attribute }),
  title,
})

/** The two halves of the identifier of a field. */
export const splitField = (id: string): { owner: string; name: string } => {
  const at = id.indexOf('#')
  return at < 0 ? { owner: id, name: '' } : { owner: id.slice(0, at), name: id.slice(at + 1) }
}

export const catalogueLineage = ({ catalogue, unitName, attributesOf, sourcesOf }: CatalogueLineage): LineageProvider => {
  const part = (resource: Resource, name: string): LineageEdge => ({
    from: resourceNode(resource),
    to: fieldNode(resource, name),
    by: '信息项',
  })
  const described = async (resource: Resource): Promise<LineageEdge[]> => {
    if (resource.kind !== 'entities' || !resource.target) return []
    const type = resource.target
    return (await attributesOf(type)).flatMap((attribute) => {
      const name = fieldNameOf(attribute)
      return resource.fields.some((field) => field.name === name)
        ? [{ from: attributeNode(type, attribute), to: fieldNode(resource, name), by: '目录登记' }]
        : []
    })
  }
  const reported = async (resource: Resource): Promise<LineageEdge[]> => {
    if (resource.kind !== 'entities' || !resource.target) return []
    return (await sourcesOf(resource.target, resource.region)).map(({ id, title, objects }) => ({
      from: { kind: 'source', id, title },
      to: resourceNode(resource),
      by: `${objects} 个对象的读数`,
    }))
  }
  const owned = (resource: Resource): LineageEdge => ({
    from: { kind: 'unit', id: resource.owner, title: unitName(resource.owner) },
    to: resourceNode(resource),
    by: '数源单位',
  })

  return {
    name: 'catalogue',
    edges: async ({ kind, id }) => {
      if (kind === 'unit') return (await catalogue.list({ owner: id })).map(owned)
      if (kind === 'resource') {
        const resource = await catalogue.find(id)
        if (!resource) return []
        return [owned(resource), ...(await reported(resource)), ...resource.fields.map(({ name }) => part(resource, name))]
      }
      if (kind !== 'field') return []
      const { owner, name } = splitField(id)
      if (owner.startsWith('~'))
        return (await Promise.all((await catalogue.byEntityType(owner.slice(1))).map(described)))
          .flat()
          .filter((edge) => edge.from.id === id)
      const resource = await catalogue.find(owner)
      if (!resource?.fields.some((field) => field.name === name)) return []
      return [part(resource, name), ...(await described(resource)).filter((edge) => edge.to.id === id)]
    },
  }
}
