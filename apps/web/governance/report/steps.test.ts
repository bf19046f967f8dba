import { CaseReport, type CategoryView } from '@haihe/contract'
import { describe, expect, it } from 'vitest'
import { bodyOf, EMPTY, type FieldReport, missing, reportSearch, stepAfter } from './steps.ts'

const category: CategoryView = {
  code: 'C0102',
  parent: 'C01',
  title: { zh: '污水井盖', en: 'Sewer cover' },
  standardCode: '0102',
  standard: 'GB/T 30428.2',
  region: '12',
  leaf: true,
  kind: 'component',
  selfHandle: false,
  urgency: 'urgent',
  words: [],
  limit: null,
}
const place = { lon: 117.2, lat: 39.12, crs: 'EPSG:4490', address: ' 解放北路 86 号 ' } as const
const full: FieldReport = { category: 'C0102', place, description: '破损', clientKey: 'k1' }

describe('a report from the street', () => {
  it('says which step still lacks what', () => {
    expect(missing(EMPTY, 0, 1)).toEqual({
      photo: 'report.missing.photo',
      what: 'report.missing.what',
      where: 'report.missing.where',
    })
    expect(missing(full, 1, 1)).toEqual({})
  })
  it('needs only as many photos as the case type asks', () => expect(missing(full, 0, 0)).toEqual({}))
  it('goes from photo to check', () => {
    expect(stepAfter('photo')).toBe('what')
    expect(stepAfter('check')).toBe('check')
  })
  it('is what the server takes, with the urgency of its category', () => {
    const body = CaseReport.parse({ ...bodyOf(full, { id: 'city-management' }, category), attachments: [] })
    expect(body).toMatchObject({
      title: '污水井盖：解放北路 86 号',
      urgency: 'urgent',
      place: { address: '解放北路 86 号' },
      clientKey: 'k1',
    })
  })
  it('stands in the address; nonsense does not', () => {
    expect(reportSearch({ step: 'what' })).toEqual({ step: 'what' })
    expect(reportSearch({ step: 'x', done: 3 })).toEqual({})
  })
})
