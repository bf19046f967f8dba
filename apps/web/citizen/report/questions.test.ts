import { CaseReport } from '@haihe/contract'
import { describe, expect, it } from 'vitest'
import {
  EMPTY_REPORT,
  faultOf,
  firstOpen,
  isPhone,
  isStarted,
  nextQuestion,
  questionBefore,
  type ReportWords,
  reachable,
  reportOf,
  titleOf,
} from './questions.ts'

const full: ReportWords = {
  category: '0202',
  categoryTitle: { zh: '井盖破损', en: 'Broken manhole cover' },
  place: { lon: 117.2, lat: 39.12, crs: 'EPSG:4490', address: ' 解放北路 100 号门前 ' },
  regionName: '和平区 小白楼街道',
  description: '井盖翘起，夜里看不见',
  withoutPhoto: false,
  phone: '138 0013 8000',
  clientKey: 'k1',
}

describe('the questions of a report', () => {
  it('follow each other and end at the check', () => {
    expect(nextQuestion('what')).toBe('where')
    expect(nextQuestion('check')).toBe('check')
    expect(questionBefore('what')).toBeUndefined()
    expect(questionBefore('check')).toBe('contact')
  })
  it('are all open in an empty report', () => {
    expect(firstOpen(EMPTY_REPORT, 0)).toBe('what')
    expect(isStarted(EMPTY_REPORT, 0)).toBe(false)
  })
  it('let nobody past an open one, and everybody back', () => {
    const halfway = { ...EMPTY_REPORT, category: '0202' }
    expect(reachable('check', halfway, 0)).toBe('where')
    expect(reachable('what', halfway, 0)).toBe('what')
    expect(reachable('check', full, 1)).toBe('check')
  })
  it('want a place on the map and words for it', () => {
    expect(faultOf('where', { ...full, place: null }, 0)).toBe('report.fault.where')
    expect(faultOf('where', { ...full, place: { ...full.place!, address: ' ' } }, 0)).toBe('report.fault.address')
    expect(faultOf('where', full, 0)).toBeUndefined()
  })
  it('want a photo or the word that there is none', () => {
    expect(faultOf('photo', full, 0)).toBe('report.fault.photo')
    expect(faultOf('photo', { ...full, withoutPhoto: true }, 0)).toBeUndefined()
    expect(faultOf('photo', full, 1)).toBeUndefined()
  })
  it('take a phone number that can be called, or none', () => {
    for (const good of ['', '13800138000', '138 0013 8000', '022-23456789', '23456789']) expect(isPhone(good)).toBe(true)
    for (const bad of ['1380013800', '23800138000', 'abc', '12345']) expect(isPhone(bad)).toBe(false)
    expect(faultOf('contact', { ...full, phone: '138' }, 1)).toBe('report.fault.phone')
  })
  it('want as many photos as the case type asks for, whatever was said before', () => {
    expect(faultOf('photo', { ...full, withoutPhoto: true }, 0, 1)).toBe('report.fault.photoNeeded')
    expect(faultOf('photo', full, 1, 1)).toBeUndefined()
    expect(reachable('check', { ...full, withoutPhoto: true }, 0, 1)).toBe('photo')
  })
  it('want words where there is no photo', () => {
    expect(faultOf('words', { ...full, description: '' }, 1)).toBeUndefined()
    expect(faultOf('words', { ...full, description: '坏了' }, 0)).toBe('report.fault.words')
    expect(faultOf('words', { ...full, description: '长'.repeat(1001) }, 1)).toBe('report.fault.tooLong')
  })
})

describe('the report', () => {
  it('is what the server takes', () => {
    const report = CaseReport.parse({ ...reportOf(full, 'city-management'), attachments: [] })
    expect(report).toMatchObject({
      category: '0202',
      title: '井盖破损：解放北路 100 号门前',
      place: { address: '解放北路 100 号门前' },
      clientKey: 'k1',
      contact: { phone: '13800138000' },
    })
  })
  it('has a title that fits, however long the address', () => {
    expect(titleOf({ ...full, place: { ...full.place!, address: '路'.repeat(200) } })).toHaveLength(60)
  })
})
