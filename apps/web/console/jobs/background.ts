/** Background work as GET /api/jobs and GET /api/consumers tell it. */
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import type { StateTone } from '../parts/small.tsx'

export const JOB_STATES = ['dead', 'retrying', 'running', 'waiting'] as const
export type JobState = (typeof JOB_STATES)[number]

export interface Job {
  id: number
  task: string
  key: string | null
  runAt: string
  attempts: number
  mostAttempts: number
  lastError: string | null
  lockedAt: string | null
  state: JobState
}

export interface Consumer {
  consumer: string
  /** number of the last event it has read */
  seq: number
  movedAt: string | null
  /** events set aside to be tried again */
  waiting: number
  /** events given up */
  dead: number
}

export const JOB_TONE: Record<JobState, StateTone> = { dead: 'bad', retrying: 'wait', running: 'good', waiting: 'off' }

export const useJobs = (enabled = true) =>
  useApi<{ items: Job[] }>('/api/jobs', { limit: 500 }, { enabled, every: 10_000, keep: true })
export const useConsumers = (enabled = true) =>
  useApi<{ items: Consumer[] }>('/api/consumers', undefined, { enabled, every: 10_000, keep: true })

/** What a consumer does, in words; one that has none keeps its id. */
export const useConsumerName = (): ((consumer: string) => string) => {
  const t = useWords()
  return (consumer) => t(`consumers.names.${consumer.replaceAll('.', '/')}`, { defaultValue: '' })
}

export const countStates = (jobs: readonly Pick<Job, 'state'>[]): Record<JobState, number> => {
  const counts: Record<JobState, number> = { dead: 0, retrying: 0, running: 0, waiting: 0 }
  for (const { state } of jobs) counts[state] += 1
  return counts
}

/** How far behind the newest of them a consumer has read: consumers of rare topics move rarely, so this is a hint, not a fault. */
export const consumerTone = (consumer: Consumer): StateTone =>
  consumer.dead > 0 ? 'bad' : consumer.waiting > 0 ? 'wait' : 'good'
