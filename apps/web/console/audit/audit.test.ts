import { expect, test } from 'vitest'
import { subjectHref } from './audit.ts'

test('a subject leads to where it can be looked at', () => {
  expect(subjectHref('source:air-stations')).toBe('/console/sources?open=air-stations')
  expect(subjectHref('resource:r-1')).toBe('/console/catalogue?open=r-1')
  expect(subjectHref('case:c-1')).toBe('/governance/cases/c-1')
  expect(subjectHref('entity:urn:ngsi-ld:Road:1')).toBe('/console/entities?open=urn%3Angsi-ld%3ARoad%3A1')
  expect(subjectHref('urn:ngsi-ld:Road:1')).toBe('/console/entities?open=urn%3Angsi-ld%3ARoad%3A1')
})

test('many at once, and what the console does not show, lead nowhere', () => {
  expect(subjectHref('dead-letter:*')).toBeNull()
  expect(subjectHref('session:x')).toBeNull()
  expect(subjectHref('nothing')).toBeNull()
})
