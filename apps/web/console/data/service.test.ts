import { expect, test } from 'vitest'
import { draftOf, inputOf, linesOf, NEW_PARAMETER } from './service.ts'

test('lines name a header and its value; a name alone has none', () => {
  expect(linesOf('X-App: haihe\n\nAuthorization: Bearer a:b\n X-Old ', ':')).toEqual([
    ['X-App', 'haihe'],
    ['Authorization', 'Bearer a:b'],
    ['X-Old', null],
  ])
})

test('settings come back from the form as they went in, secrets only as they are given', () => {
  const settings = {
    url: 'https://example.org/{kind}',
    method: 'POST' as const,
    headers: { 'X-App': 'haihe' },
    parameters: [{ ...NEW_PARAMETER, name: 'kind', title: '类别', in: 'path' as const, required: true }],
    rows: 'data.list',
    members: { id_no: 'zjhm' },
    timeoutSeconds: 5,
    mostKilobytes: 64,
  }
  const draft = draftOf(settings, null, true)
  expect(inputOf(draft, 3)).toEqual({ settings, secrets: {}, enabled: true, version: 3 })
  expect(inputOf({ ...draft, secrets: 'Authorization: Bearer x\nX-Old' }, 3).secrets).toEqual({
    Authorization: 'Bearer x',
    'X-Old': null,
  })
  expect(draftOf(undefined, 'https://example.org', false)).toMatchObject({
    url: 'https://example.org',
    method: 'GET',
    parameters: [],
  })
})
