/** What the pages of grants share. */
import {
  CHANNELS,
  type DataGrantInput,
  type GrantState,
  type GrantView,
  holdsFor,
  isServed,
  PURPOSES,
  type Purpose,
  type Resource,
} from '@haihe/contract'
import { instantOf, localMinute } from '../../ui/minute.ts'
import { useApi } from '../../ui/queries.ts'
import type { StateTone } from '../parts/small.tsx'
import { limitsOf } from './sees.ts'

export const GRANTS = '/api/grants'

/** The own record needs no grant. */
export const GRANTED_PURPOSES: readonly Purpose[] = PURPOSES.filter((purpose) => purpose !== 'own-data')

export const GRANT_TONE: Record<GrantState, StateTone> = { current: 'good', coming: 'wait', expired: 'off', revoked: 'off' }

export interface GrantPage {
  items: GrantView[]
  next: string | null
}

/** Numbers of the decision as they hold today. */
export const useLimits = () => {
  const rules = useApi<{ items: Parameters<typeof limitsOf>[0] }>(
    '/api/rules',
    { at: localMinute(Date.now()).slice(0, 10) },
    { staleTime: 600_000 },
  )
  return limitsOf(rules.data?.items ?? [])
}

export interface GrantDraft {
  resource: string | null
  grantee: string | null
  fields: string[]
  clear: string[]
  purpose: Purpose | ''
  basis: string
  region: string | null
  channels: DataGrantInput['channels']
  /** calls a day; empty: without a limit */
  quota: string
  /** local days, both included */
  from: string
  until: string
}

export const emptyDraft = (resource: string | null, today: string): GrantDraft => ({
  resource,
  grantee: null,
  fields: [],
  clear: [],
  purpose: '',
  basis: '',
  region: null,
  channels: ['api'],
  quota: '',
  from: today,
  until: '',
})

/** What a resource offers; who may call the interface may be told by it. */
export const channelsOf = ({ channels }: Pick<Resource, 'channels'>): DataGrantInput['channels'] =>
  CHANNELS.filter((channel) => channels.includes(channel === 'event' ? 'api' : channel))

/** Why this resource cannot be granted by the person; words under grants.cannot. */
export const obstacleOf = (
  actor: Parameters<typeof holdsFor>[0] | undefined,
  resource: Pick<Resource, 'owner' | 'region' | 'state' | 'sharing'>,
): 'unpublished' | 'refused' | 'notYours' | null => {
  if (!isServed(resource)) return 'unpublished'
  if (resource.sharing.type === 'refused') return 'refused'
  return actor && holdsFor(actor, 'grant.manage', resource) ? null : 'notYours'
}

/** What is to be mended before it is sent; words under grants.wrong. */
export const wrongIn = (draft: GrantDraft): Partial<Record<keyof GrantDraft, string>> => {
  const quota = draft.quota.trim()
  return {
    ...(draft.resource === null ? { resource: 'resource' } : {}),
    ...(draft.grantee === null ? { grantee: 'grantee' } : {}),
    ...(draft.fields.length === 0 ? { fields: 'fields' } : {}),
    ...(draft.purpose === '' ? { purpose: 'purpose' } : {}),
    ...(draft.basis.trim().length < 2 ? { basis: 'basis' } : {}),
    ...(draft.channels.length === 0 ? { channels: 'channels' } : {}),
    ...(quota !== '' && !/^[1-9]\d{0,8}$/.test(quota) ? { quota: 'quota' } : {}),
    ...(instantOf(`${draft.from}T00:00`) ? {} : { from: 'from' }),
    ...(instantOf(`${draft.until}T00:00`) && draft.until >= draft.from ? {} : { until: 'until' }),
  }
}

/** 2027-11-01 00:00: a grant lasts into other years. */
export const minuteOf = (at: string): string => localMinute(at).replace('T', ' ')

const DAY_MS = 86_400_000
/** The instant at which a day of the city is over; null for what is no day. */
export const endOfDay = (day: string): string | null => {
  const start = instantOf(`${day}T00:00`)
  return start ? new Date(Date.parse(start) + DAY_MS).toISOString() : null
}

/** The body of POST /api/grants; a draft that wants mending gives null. */
export const inputOf = (draft: GrantDraft): DataGrantInput | null => {
  const { resource, grantee, purpose } = draft
  if (resource === null || grantee === null || purpose === '' || Object.keys(wrongIn(draft)).length > 0) return null
  const { fields, clear, region, channels } = draft
  return {
    resource,
    grantee,
    fields,
    clear: clear.filter((name) => fields.includes(name)),
    purpose,
    basis: draft.basis.trim(),
    region,
    channels,
    quota: draft.quota.trim() === '' ? null : Number(draft.quota),
    from: instantOf(`${draft.from}T00:00`) as string,
    // the last day is included
    until: endOfDay(draft.until) as string,
  }
}
