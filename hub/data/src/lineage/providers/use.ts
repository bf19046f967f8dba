/** Who uses a field: grants that name it and files that hold it. What leads on from them their own rooms tell. */
import { type Db, localDate } from '@haihe/kernel'
import type { Catalogue, Grants, LineageProvider } from '../../platform/ports.ts'
import { exportsWith } from '../row-store.ts'
import { fieldNode, splitField } from './catalogue.ts'

interface UseLineage {
  db: Db
  catalogue: Pick<Catalogue, 'find'>
  grants: Pick<Grants, 'of' | 'find'>
  unitName: (id: string) => string
}

export const useLineage = ({ db, catalogue, grants, unitName }: UseLineage): LineageProvider => ({
  name: 'field-use',
  edges: async ({ kind, id }) => {
    if (kind !== 'field' || id.startsWith('~')) return []
    const { owner, name } = splitField(id)
    const resource = await catalogue.find(owner)
    if (!resource?.fields.some((field) => field.name === name)) return []
    const from = fieldNode(resource, name)
    const granted = (await grants.of(resource.id)).filter((grant) => grant.fields.includes(name))
    const files = await exportsWith(db, resource.id, name)
    return [
      ...granted.map((grant) => ({
        from,
        to: { kind: 'grant' as const, id: grant.id, title: `${unitName(grant.grantee)}（${grant.basis}）` },
        by: grant.clear.includes(name) ? '授权原值' : '授权',
      })),
      ...files.map((file) => ({
        from,
        to: {
          kind: 'export' as const,
          id: file.id,
          title: `${file.format.toUpperCase()} 导出 ${localDate(file.at)}`,
        },
        by: '导出列',
      })),
    ]
  },
})
