/** An information resource as CKAN calls it: a package with its resources, organisation, groups and tags. */
import { createHash } from 'node:crypto'
import type { Resource } from '@haihe/contract'
import { classOf, classTitle } from '../classes.ts'
import { accessUrl } from '../dcat/resource-graph.ts'

export interface Naming {
  base: string
  unitName: (id: string) => string
}

/** CKAN has ids of its own for what has none here: always the same for the same thing. */
const idOf = (...parts: string[]): string => {
  const hex = createHash('sha256').update(parts.join('\n')).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

export const packageName = (resource: Pick<Resource, 'code'>): string => resource.code.replace('/', '-')
export const codeOf = (name: string): string => name.replace('-', '/')
export const groupName = (path: string): string => `class-${classOf(path).replace('.', '-')}`

export const LICENCE = { id: 'catalogue-terms', title: '按目录载明的共享、开放条件使用' }
const FORMATS = { api: 'JSON', table: 'SQL', file: 'CSV' } as const
const MIME = { api: 'application/json', table: null, file: 'text/csv' } as const
const day = (at: string): string => at.replace('Z', '')

export const organisation = (unit: string, { unitName }: Naming) => ({
  id: unit,
  name: unit,
  title: unitName(unit),
  type: 'organization',
  description: '',
  image_url: '',
  is_organization: true,
  approval_status: 'approved',
  state: 'active',
})

export const group = (path: string) => {
  const value = classOf(path)
  const title = classTitle(value) ?? classTitle(value.split('.')[0] as string) ?? value
  return { id: idOf('group', value), name: groupName(path), title, display_name: title, description: '', image_display_url: '' }
}

export const tag = (name: string) => ({ id: idOf('tag', name), name, display_name: name, state: 'active', vocabulary_id: null })

/** What CKAN filters and counts by. */
export const fieldValues = (resource: Resource, field: string): readonly string[] | undefined => {
  switch (field) {
    case 'organization':
    case 'owner_org':
      return [resource.owner]
    case 'groups':
      return [groupName(resource.path)]
    case 'tags':
      return resource.keywords
    case 'res_format':
      return resource.channels.map((channel) => FORMATS[channel])
    case 'license_id':
      return [LICENCE.id]
    case 'id':
      return [resource.id]
    case 'name':
      return [packageName(resource)]
    case 'title':
      return [resource.title]
    case 'metadata_modified':
      return [resource.updatedAt]
    case 'metadata_created':
      return [resource.publishedAt ?? resource.updatedAt]
    case 'dataset_type':
    case 'type':
      return ['dataset']
    case 'state':
      return ['active']
    case 'private':
    case 'capacity':
      return field === 'private' ? ['false'] : ['public']
    case 'sharing':
      return [resource.sharing.type]
    case 'opening':
      return [resource.opening.type]
    case 'cycle':
      return [resource.cycle]
    default:
      return undefined
  }
}

export const packageOf = (resource: Resource, naming: Naming) => {
  const { base, unitName } = naming
  const extras = {
    code: resource.code,
    class: resource.path,
    region: resource.region,
    sharing: resource.sharing.type,
    sharing_condition: resource.sharing.condition,
    sharing_basis: resource.sharing.basis,
    opening: resource.opening.type,
    opening_condition: resource.opening.condition,
    update_cycle: resource.cycle,
    quality: resource.quality === null ? '' : String(resource.quality),
    fields: JSON.stringify(resource.fields.map(({ name, title, type }) => ({ name, title, type }))),
  }
  const created = day(resource.publishedAt ?? resource.updatedAt)
  const modified = day(resource.updatedAt)
  return {
    id: resource.id,
    name: packageName(resource),
    title: resource.title,
    notes: resource.summary,
    url: `${base}/console/catalogue/${resource.id}`,
    author: unitName(resource.owner),
    author_email: null,
    maintainer: unitName(resource.owner),
    maintainer_email: null,
    license_id: LICENCE.id,
    license_title: LICENCE.title,
    isopen: resource.opening.type === 'unconditional',
    private: false,
    state: 'active',
    type: 'dataset',
    version: String(resource.version),
    creator_user_id: null,
    owner_org: resource.owner,
    organization: { ...organisation(resource.owner, naming), created },
    groups: [group(resource.path)],
    tags: resource.keywords.map(tag),
    num_tags: resource.keywords.length,
    metadata_created: created,
    metadata_modified: modified,
    resources: resource.channels.map((channel, position) => ({
      id: idOf(resource.id, channel),
      package_id: resource.id,
      position,
      name: `${resource.title}（${channel}）`,
      description: resource.summary,
      url: accessUrl(base, resource),
      url_type: null,
      format: FORMATS[channel],
      mimetype: MIME[channel],
      hash: '',
      size: null,
      state: 'active',
      resource_type: channel,
      created,
      last_modified: day(resource.loadedAt ?? resource.updatedAt),
      metadata_modified: modified,
    })),
    num_resources: resource.channels.length,
    extras: Object.entries(extras)
      .filter(([, value]) => value !== '')
      .map(([key, value]) => ({ key, value })),
    relationships_as_subject: [],
    relationships_as_object: [],
  }
}
