/** The made-up catalogue of the tests: a library describes its books and branches. */
import type { Actor, ResourceDraft, ResourceField } from '@haihe/contract'
import { testActor } from '@haihe/kernel/testing'

export const field = (name: string, more: Partial<ResourceField> = {}): ResourceField => ({
  name,
  title: name,
  type: 'text',
  length: 100,
  required: false,
  standard: null,
  description: '',
  classification: { grade: 1, category: 'business', mask: 'none', confirmed: false, reason: '' },
  ...more,
})

export const draftOf = (more: Partial<ResourceDraft> = {}): ResourceDraft => ({
  title: '图书馆藏目录',
  summary: '全市公共图书馆的馆藏图书及其所在分馆',
  path: '2.1.1',
  owner: 'book-library',
  region: '990101',
  kind: 'table',
  target: null,
  fields: [
    field('isbn', { title: '书号', required: true }),
    field('title', { title: '书名' }),
    field('branch', { title: '分馆' }),
  ],
  keys: ['isbn'],
  subject: null,
  regionField: null,
  sharing: { type: 'unconditional', condition: '', basis: '' },
  opening: { type: 'refused', condition: '' },
  channels: ['api'],
  cycle: 'daily',
  keywords: ['图书', '馆藏'],
  ...more,
})

/** Author and chief edit for the library, reader reads, reviewer reviews for the city, rival edits for another unit. */
export const PEOPLE: Record<string, Actor> = {
  author: testActor([{ role: 'dataEngineer', unit: 'book-library', region: '9901' }], 'author'),
  chief: testActor([{ role: 'cityCenter', unit: 'book-library', region: '99' }], 'chief'),
  reader: testActor([{ role: 'gridWorker', unit: 'book-archive', region: '99' }], 'reader'),
  colleague: testActor([{ role: 'deptHandler', unit: 'book-library', region: '99' }], 'colleague'),
  reviewer: testActor([{ role: 'cityCenter', unit: 'book-office', region: '99' }], 'reviewer'),
  rival: testActor([{ role: 'dataEngineer', unit: 'book-archive', region: '99' }], 'rival'),
  neighbour: testActor([{ role: 'cityCenter', unit: 'book-office', region: '990102' }], 'neighbour'),
}
