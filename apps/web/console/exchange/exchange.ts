/** What the pages of the exchange share: how runs stand, how far they are, and which levers they have. */
import type { ConnectorKind, ConnectorView, RunState, RunView } from '@haihe/contract'
import type { QueryClient } from '@tanstack/react-query'
import type { IconName } from '../../ui/icon.tsx'
import type { StateTone } from '../parts/small.tsx'

/** In the order in which people choose. */
export const KIND_ICON: Record<ConnectorKind, IconName> = {
  upload: 'table',
  postgres: 'layers',
  mysql: 'layers',
  folder: 'empty',
  http: 'globe',
  'ngsi-ld': 'city',
  mqtt: 'waves',
}
export const KINDS = Object.keys(KIND_ICON) as ConnectorKind[]

export const RUN_TONE: Record<RunState, StateTone> = {
  queued: 'wait',
  running: 'wait',
  paused: 'wait',
  done: 'good',
  failed: 'bad',
  cancelled: 'off',
}

export const isOpen = ({ state }: Pick<RunView, 'state'>): boolean =>
  state === 'queued' || state === 'running' || state === 'paused'

/** 0…1; null when nobody knows how much there is. */
export const shareOf = (run: Pick<RunView, 'state' | 'total' | 'totalUnit' | 'bytes' | 'read'>): number | null => {
  if (run.state === 'done') return 1
  if (run.total === null || run.total <= 0) return null
  return Math.min(1, Math.max(0, (run.totalUnit === 'bytes' ? run.bytes : run.read) / run.total))
}

export type Lever = 'pause' | 'resume' | 'cancel'
/** What the server would do now; the same states as its own rule. */
export const leversOf = ({ state, wish }: Pick<RunView, 'state' | 'wish'>): Lever[] => {
  if (state === 'queued' || state === 'running')
    return wish === 'cancel' ? [] : wish === 'pause' ? ['cancel'] : ['pause', 'cancel']
  if (state === 'paused') return ['resume', 'cancel']
  return state === 'failed' ? ['resume'] : []
}

/** How a connector stands, in one word. */
export type Standing = 'unfinished' | 'off' | 'never' | RunState
export const standingOf = ({ enabled, mapping, lastRun }: Pick<ConnectorView, 'enabled' | 'mapping' | 'lastRun'>): Standing => {
  if (lastRun !== null && isOpen(lastRun)) return lastRun.state
  if (lastRun === null && (!enabled || Object.keys(mapping.fields).length === 0)) return 'unfinished'
  if (!enabled) return 'off'
  return lastRun?.state ?? 'never'
}
export const standingTone = (standing: Standing): StateTone =>
  standing === 'unfinished' || standing === 'never' ? 'wait' : standing === 'off' ? 'off' : RUN_TONE[standing]

const URGENCY: Partial<Record<Standing, number>> = { failed: 0, paused: 1, running: 2, queued: 2, unfinished: 3 }
/** What needs somebody comes first, then by name. */
export const byUrgency = (a: ConnectorView, b: ConnectorView): number =>
  (URGENCY[standingOf(a)] ?? 9) - (URGENCY[standingOf(b)] ?? 9) || a.title.localeCompare(b.title, 'zh-CN')

/** Everything read of connectors, their runs and rejected rows is asked for again. */
export const readAnew = (client: QueryClient): Promise<void> =>
  client.invalidateQueries({
    predicate: ({ queryKey: [path] }) => typeof path === 'string' && /^\/api\/(connectors|runs)\b/.test(path),
  })

/** Rows are counted to the last one: 199,995 of 200,000 is not 20万. */
export const formatRows = (rows: number): string => rows.toLocaleString('en-US')

const SIZES = ['B', 'KB', 'MB', 'GB'] as const
export const formatBytes = (bytes: number): string => {
  let [size, at] = [bytes, 0]
  while (size >= 1000 && at < SIZES.length - 1) {
    size /= 1000
    at += 1
  }
  return `${at === 0 || size >= 100 ? Math.round(size) : size.toFixed(1)} ${SIZES[at]}`
}

/** Words for what a machine said: the key of a sentence people understand; undefined when it is plain already. */
const FAULTS: readonly [RegExp, string][] = [
  [/ECONNREFUSED/, 'refused'],
  [/ENOTFOUND|EAI_AGAIN/, 'notFound'],
  [/ETIMEDOUT|timeout|timed out|没有及时答复/i, 'late'],
  [/ECONNRESET|EPIPE|socket hang up/, 'broken'],
  [/EHOSTUNREACH|ENETUNREACH/, 'noWay'],
  [/password authentication failed|28P01|Access denied for user|拒绝了账号或密码|\b401\b/i, 'password'],
  [/database "[^"]*" does not exist|3D000|Unknown database/i, 'database'],
  [/certificate|self.signed|SSL|TLS/i, 'tls'],
  [/内部地址/, 'private'],
]
export const faultOf = (message: string): string | undefined => FAULTS.find(([pattern]) => pattern.test(message))?.[1]
