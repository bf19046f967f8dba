/** The made-up resource of the exchange's tests: loans of a library. */
import type { FieldClassification, FieldType, Resource, ResourceField } from '@haihe/contract'

export const PLAIN: FieldClassification = { grade: 1, category: 'public', mask: 'none', confirmed: true, reason: '' }

export const field = (name: string, title: string, type: FieldType, more: Partial<ResourceField> = {}): ResourceField => ({
  name,
  title,
  type,
  length: null,
  required: false,
  standard: null,
  description: '',
  classification: PLAIN,
  ...more,
})

export const loans = (more: Partial<Resource> = {}): Resource => ({
  id: '00000000-0000-4000-8000-000000000001',
  no: 1,
  code: '3.1.1/1',
  title: '借阅记录',
  summary: '图书馆的借阅记录',
  path: '3.1.1',
  owner: 'library',
  region: '99',
  kind: 'table',
  target: null,
  fields: [
    field('loan_no', '借阅编号', 'text', { required: true, length: 40 }),
    field('reader_id', '读者身份证号', 'text', { standard: 'GB 11643' }),
    field('title', '书名', 'text', { length: 60 }),
    field('branch', '分馆区划', 'region'),
    field('copies', '册数', 'integer'),
    field('fee', '费用', 'number'),
    field('lent_on', '借出日期', 'date'),
    field('returned_at', '归还时间', 'datetime'),
    field('renewed', '是否续借', 'boolean'),
  ],
  keys: ['loan_no'],
  subject: { kind: 'person', field: 'reader_id' },
  regionField: 'branch',
  sharing: { type: 'conditional', condition: '', basis: '' },
  opening: { type: 'refused', condition: '' },
  channels: ['api'],
  cycle: 'daily',
  keywords: [],
  state: 'published',
  version: 1,
  grade: 1,
  quality: null,
  stopped: false,
  rows: 0,
  loadedAt: null,
  publishedAt: '2026-11-20T02:00:00.000Z',
  updatedAt: '2026-11-20T02:00:00.000Z',
  ...more,
})
