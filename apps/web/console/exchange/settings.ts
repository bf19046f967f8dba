/**
 * What people are asked for each kind, as a table: the address of a value inside the input is also where the server
 * says what is wrong. A form holds texts; the server knows what they mean.
 */
import type { ConnectorKind, ConnectorView } from '@haihe/contract'

export type Draft = Record<string, string>

export interface Asked {
  /** inside the connector: settings.host */
  path: string
  as: 'text' | 'number' | 'choice' | 'check' | 'secret' | 'list' | 'headers' | 'lines'
  options?: readonly string[]
  /** what the form starts with */
  first?: string
  needed?: boolean
  when?: (draft: Draft) => boolean
  /** most people leave it */
  rare?: boolean
  /** steers the form; not sent */
  own?: boolean
}

const is =
  (path: string, ...values: string[]) =>
  (draft: Draft): boolean =>
    values.includes(draft[path] ?? '')

const TLS: Asked = { path: 'settings.tls', as: 'choice', options: ['off', 'on', 'verify'], first: 'off', rare: true }
const ZONE: Asked = { path: 'settings.zone', as: 'text', rare: true }
const PASSWORD: Asked = { path: 'secrets.password', as: 'secret' }
const WHOLE: Asked = { path: 'settings.whole', as: 'check' }
const database = (port: string, schema: boolean): Asked[] => [
  { path: 'settings.host', as: 'text', needed: true },
  { path: 'settings.port', as: 'number', first: port, needed: true },
  { path: 'settings.database', as: 'text', needed: true },
  ...(schema ? [{ path: 'settings.schema', as: 'text', first: 'public', needed: true } as const] : []),
  { path: 'settings.user', as: 'text', needed: true },
  PASSWORD,
  { path: 'settings.table', as: 'text', needed: true },
  { path: 'settings.strategy.by', as: 'choice', options: ['full', 'key', 'timestamp'], first: 'full' },
  { path: 'settings.strategy.column', as: 'text', needed: true, when: is('settings.strategy.by', 'timestamp') },
  {
    path: 'settings.strategy.overlapSeconds',
    as: 'number',
    first: '600',
    when: is('settings.strategy.by', 'timestamp'),
    rare: true,
  },
  { path: 'settings.strategy.overlapRows', as: 'number', first: '1000', when: is('settings.strategy.by', 'key'), rare: true },
  { path: 'settings.key', as: 'list', rare: true },
  TLS,
  ZONE,
]
const FILE: Asked[] = [
  WHOLE,
  { path: 'settings.charset', as: 'choice', options: ['', 'utf-8', 'gb18030'], rare: true },
  { path: 'settings.delimiter', as: 'choice', options: ['', ',', ';', '\t', '|'], rare: true },
  { path: 'settings.sheet', as: 'text', rare: true },
  ZONE,
]
const PAGES = 'settings.pagination.by'
const INCREMENT = 'own.incremental'
const increments = is(INCREMENT, 'true')
const HEADERS: Asked = { path: 'settings.headers', as: 'headers', rare: true }
/** The secret header's name goes into the name of the secret. */
const SECRET_HEADER: Asked[] = [
  { path: 'own.secretHeader', as: 'text', own: true, rare: true },
  { path: 'secrets.header', as: 'secret', when: (draft) => (draft['own.secretHeader'] ?? '') !== '', rare: true },
]

export const ASKED: Record<ConnectorKind, readonly Asked[]> = {
  postgres: database('5432', true),
  mysql: database('3306', false),
  upload: FILE,
  folder: FILE,
  http: [
    { path: 'settings.url', as: 'text', needed: true },
    { path: 'settings.method', as: 'choice', options: ['GET', 'POST'], first: 'GET' },
    { path: 'settings.body', as: 'lines', when: is('settings.method', 'POST') },
    { path: 'settings.rows', as: 'text' },
    { path: PAGES, as: 'choice', options: ['none', 'page', 'offset', 'cursor', 'link'], first: 'none' },
    { path: 'settings.pagination.parameter', as: 'text', when: is(PAGES, 'page', 'offset', 'cursor') },
    { path: 'settings.pagination.first', as: 'choice', options: ['1', '0'], first: '1', when: is(PAGES, 'page') },
    { path: 'settings.pagination.sizeParameter', as: 'text', when: is(PAGES, 'page') },
    { path: 'settings.pagination.size', as: 'number', first: '500', when: is(PAGES, 'page') },
    { path: 'settings.pagination.limitParameter', as: 'text', when: is(PAGES, 'offset') },
    { path: 'settings.pagination.limit', as: 'number', first: '500', when: is(PAGES, 'offset') },
    { path: 'settings.pagination.path', as: 'text', needed: true, when: is(PAGES, 'cursor') },
    { path: INCREMENT, as: 'check', own: true },
    { path: 'settings.incremental.parameter', as: 'text', needed: true, when: increments },
    { path: 'settings.incremental.column', as: 'text', needed: true, when: increments },
    {
      path: 'settings.incremental.kind',
      as: 'choice',
      options: ['time', 'seconds', 'milliseconds', 'number', 'text'],
      first: 'time',
      when: increments,
    },
    { path: 'settings.incremental.overlapSeconds', as: 'number', first: '600', when: increments, rare: true },
    { ...WHOLE, when: (draft) => !increments(draft) },
    ...SECRET_HEADER,
    HEADERS,
    { path: 'settings.timeoutSeconds', as: 'number', first: '60', rare: true },
    ZONE,
  ],
  'ngsi-ld': [
    { path: 'settings.broker', as: 'text' },
    { path: 'settings.type', as: 'text', needed: true },
    { path: 'settings.q', as: 'text' },
    WHOLE,
    { path: 'settings.context', as: 'text', rare: true },
    { path: 'settings.tenant', as: 'text', rare: true },
    ...SECRET_HEADER,
    HEADERS,
    ZONE,
  ],
  mqtt: [
    { path: 'settings.url', as: 'text', needed: true },
    { path: 'settings.topic', as: 'text', needed: true },
    { path: 'settings.user', as: 'text' },
    PASSWORD,
    { path: 'settings.rows', as: 'text' },
    ZONE,
  ],
}

const read = (from: unknown, path: string): unknown =>
  path
    .split('.')
    .reduce<unknown>(
      (at, name) => (typeof at === 'object' && at !== null ? (at as Record<string, unknown>)[name] : undefined),
      from,
    )

const written = (value: unknown): string => {
  if (value === null || value === undefined) return ''
  if (Array.isArray(value)) return value.join(', ')
  if (typeof value === 'object')
    return Object.entries(value)
      .map(([name, text]) => `${name}: ${text}`)
      .join('\n')
  return String(value)
}

/** What the form starts with: what is known, else the usual values. Secrets are never known. */
export const draftOf = (kind: ConnectorKind, known?: Pick<ConnectorView, 'settings' | 'secrets'>): Draft => {
  const draft = Object.fromEntries(
    ASKED[kind].map(({ path, as, first = '' }) => [path, known && as !== 'secret' ? written(read(known, path)) : first]),
  )
  if (!known) return draft
  const header = known.secrets.find((name) => name.startsWith('header.'))
  if ('own.secretHeader' in draft) draft['own.secretHeader'] = header?.slice('header.'.length) ?? ''
  if (INCREMENT in draft) draft[INCREMENT] = String(read(known, 'settings.incremental') != null)
  return draft
}

export const shownOf = (kind: ConnectorKind, draft: Draft): Asked[] => ASKED[kind].filter(({ when }) => when?.(draft) ?? true)

/** Paths of what is missing. */
export const missingIn = (kind: ConnectorKind, draft: Draft): string[] =>
  shownOf(kind, draft).flatMap(({ path, needed }) => (needed && (draft[path] ?? '').trim() === '' ? [path] : []))

const headersOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf(':')
      return at > 0 ? [[line.slice(0, at).trim(), line.slice(at + 1).trim()]] : []
    }),
  )

const meantBy = ({ as, path }: Asked, text: string): unknown => {
  if (as === 'check') return text === 'true'
  if (text === '') return undefined
  if (as === 'number' || path === 'settings.pagination.first') return Number(text)
  if (as === 'list') return text.split(/[,，\s]+/).filter(Boolean)
  if (as === 'headers') return headersOf(text)
  return text
}

/** What is sent; what is empty is left to the server's usual value. */
export const inputOf = (
  kind: ConnectorKind,
  draft: Draft,
): { settings: Record<string, unknown>; secrets: Record<string, string> } => {
  const settings: Record<string, unknown> = {}
  const secrets: Record<string, string> = {}
  for (const asked of shownOf(kind, draft)) {
    const text = draft[asked.path] ?? ''
    if (asked.own) continue
    if (asked.as === 'secret') {
      const name = asked.path === 'secrets.header' ? `header.${draft['own.secretHeader']}` : 'password'
      if (text !== '') secrets[name] = text
      continue
    }
    const value = meantBy(asked, asked.as === 'lines' || asked.path === 'settings.delimiter' ? text : text.trim())
    if (value === undefined) continue
    const steps = asked.path.split('.').slice(1)
    const last = steps.pop() as string
    let at = settings
    for (const step of steps) {
      at[step] ??= {}
      at = at[step] as Record<string, unknown>
    }
    at[last] = value
  }
  return { settings, secrets }
}
