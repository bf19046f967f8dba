/** Asks a listed service whether it is there. An answer that refuses the caller is an answer; a server's error is not. */
import type { Resource } from '@haihe/contract'
import type { Db } from '@haihe/kernel'
import type { Outbound } from '../../context/net/outbound.ts'
import { saveProbe } from './probe-store.ts'

const TIMEOUT = 10_000
const MOST_BYTES = 64 * 1024

interface Prober {
  db: Db
  outbound: Pick<Outbound, 'send'>
  now: () => Date
}

export const probe = async ({ db, outbound, now }: Prober, resource: Pick<Resource, 'id' | 'target'>): Promise<void> => {
  if (!resource.target || !/^https?:\/\//.test(resource.target)) return
  const at = now()
  const started = performance.now()
  let status: number | null = null
  let error: string | null = null
  try {
    const answer = await outbound.send({ url: resource.target, method: 'HEAD', timeout: TIMEOUT, mostBytes: MOST_BYTES })
    status = answer.status
  } catch (failure) {
    error = (failure instanceof Error ? failure.message : String(failure)).slice(0, 500)
  }
  const ok = status !== null && status < 500
  await saveProbe(db, { resource: resource.id, at, ok, status, milliseconds: Math.round(performance.now() - started), error })
}
