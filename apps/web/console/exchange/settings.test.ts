import { CONNECTOR_KINDS, ConnectorInput, type ConnectorKind, type ConnectorView } from '@haihe/contract'
import { describe, expect, test } from 'vitest'
import { ASKED, type Draft, draftOf, inputOf, missingIn, shownOf } from './settings.ts'

const FILLED: Record<ConnectorKind, Draft> = {
  postgres: {
    'settings.host': 'db',
    'settings.database': 'library',
    'settings.user': 'reader',
    'settings.table': 'loans',
    'secrets.password': 'x',
  },
  mysql: { 'settings.host': 'db', 'settings.database': 'library', 'settings.user': 'reader', 'settings.table': 'loans' },
  upload: {},
  folder: { 'settings.charset': 'gb18030', 'settings.delimiter': '\t' },
  http: { 'settings.url': 'https://library.example/loans', 'own.secretHeader': 'Authorization', 'secrets.header': 'Bearer 1' },
  'ngsi-ld': { 'settings.type': 'Book' },
  mqtt: { 'settings.url': 'mqtt://library.example', 'settings.topic': 'loans/#' },
}
const filled = (kind: ConnectorKind, more: Draft = {}): Draft => ({ ...draftOf(kind), ...FILLED[kind], ...more })
const sent = (kind: ConnectorKind, draft: Draft) =>
  ConnectorInput.parse({ kind, title: 'Loans', resource: '6fb9107b-b4eb-4613-890e-7386f5539039', ...inputOf(kind, draft) })
const viewOf = (kind: ConnectorKind, draft: Draft) => {
  const { settings, secrets } = sent(kind, draft)
  return { settings, secrets: Object.keys(secrets) } as unknown as ConnectorView
}

describe.each(CONNECTOR_KINDS)('%s', (kind) => {
  test('asks for what it needs, and sends what the server understands', () => {
    expect(missingIn(kind, draftOf(kind))).toEqual(
      ASKED[kind].filter(({ needed, when, first }) => needed && !when && !first).map(({ path }) => path),
    )
    expect(missingIn(kind, filled(kind))).toEqual([])
    expect(sent(kind, filled(kind)).kind).toBe(kind)
  })
  test('known settings come back into the form and go out the same, without their secrets', () => {
    const known = viewOf(kind, filled(kind))
    const again = draftOf(kind, known)
    expect(sent(kind, again).settings).toEqual(known.settings)
    expect(inputOf(kind, again).secrets).toEqual({})
  })
})

test('each way of paging sends its own members', () => {
  for (const by of ['none', 'page', 'offset', 'cursor', 'link']) {
    const draft = filled('http', { 'settings.pagination.by': by, 'settings.pagination.path': 'data.next' })
    expect(sent('http', draft).settings).toMatchObject({ pagination: { by } })
  }
})

test('an increment is sent only when it is wanted', () => {
  const parts = { 'settings.incremental.parameter': 'since', 'settings.incremental.column': 'at' }
  expect(sent('http', filled('http', parts)).settings).toMatchObject({ incremental: null })
  const draft = filled('http', { ...parts, 'own.incremental': 'true' })
  expect(sent('http', draft).settings).toMatchObject({ incremental: { parameter: 'since', column: 'at', kind: 'time' } })
  expect(shownOf('http', draft).some(({ path }) => path === 'settings.whole')).toBe(false)
})

test('a secret header is sealed under its own name', () => {
  expect(inputOf('http', filled('http')).secrets).toEqual({ 'header.Authorization': 'Bearer 1' })
})
