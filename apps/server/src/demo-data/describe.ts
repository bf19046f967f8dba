/** Short forms for describing resources. */
import type { FieldType, ResourceDraft, ResourceField } from '@haihe/contract'

export interface DemoResource {
  /** what stands for it here; also the name of its file */
  id: string
  draft: ResourceDraft
  rows: readonly Readonly<Record<string, string | number | null>>[]
}

interface More {
  required?: boolean
  standard?: string
  length?: number
}

/** A field nobody has classified yet: the hub suggests, the owner confirms. */
export const field = (name: string, title: string, type: FieldType = 'text', more: More = {}): ResourceField => ({
  name,
  title,
  type,
  length: type === 'text' ? (more.length ?? 200) : null,
  required: more.required ?? false,
  standard: more.standard ?? null,
  description: '',
  classification: { grade: 2, category: 'business', mask: 'none', confirmed: false, reason: '' },
})

export const IDENTITY = { required: true, standard: 'GB 11643' } as const
export const CREDIT = { required: true, standard: 'GB 32100' } as const

type Given = Pick<ResourceDraft, 'title' | 'summary' | 'path' | 'owner' | 'fields' | 'keys'> & Partial<ResourceDraft>

/** Everything is marked 模拟, in title and keywords. */
export const draft = (given: Given): ResourceDraft => ({
  region: '12',
  kind: 'table',
  target: null,
  subject: null,
  regionField: 'jd_code',
  sharing: { type: 'conditional', condition: '按用途和依据申请，经数源单位同意后共享', basis: '' },
  opening: { type: 'refused', condition: '' },
  channels: ['api', 'table', 'file'],
  cycle: 'daily',
  ...given,
  title: `${given.title}（模拟）`,
  summary: `${given.summary}。全部为生成的模拟数据，与任何真实个人和企业无关。`,
  keywords: ['模拟', ...(given.keywords ?? [])],
})

export const REGION = field('jd_code', '所属街道代码', 'region', { required: true })
