/** The chain itself: pure functions over groups, the same for the database and for an exported file. */
import { createHash, getHashes } from 'node:crypto'
import { canonical } from './canonical.ts'

/** One entry as it is hashed, exported and shown. */
export interface ChainEntry {
  seq: number
  /** ISO 8601, UTC, milliseconds */
  at: string
  actor: { id: string; kind: string; name: string }
  action: string
  subject: string
  region: string
  purpose: string | null
  basis: string | null
  details: Record<string, unknown>
  traceId: string | null
}

export interface Heads {
  sha256: string
  /** null where OpenSSL does not offer SM3 (GB/T 32905) */
  sm3: string | null
}

/** One line of an export. */
export interface ChainGroup extends Heads {
  group: number
  sealedAt: string
  entries: ChainEntry[]
}

export const GENESIS: Heads = { sha256: '0'.repeat(64), sm3: null }

/** False on an OpenSSL without the Chinese algorithms: SM3 heads are then neither made nor checked. */
export const HAS_SM3 = getHashes().includes('sm3')

const digest = (algorithm: 'sha256' | 'sm3', prev: string | null, group: Omit<ChainGroup, keyof Heads>): string =>
  createHash(algorithm)
    .update(canonical({ prev, group: group.group, sealedAt: group.sealedAt, entries: group.entries }))
    .digest('hex')

/** head = hash(canonical JSON of { prev, group, sealedAt, entries }), once with SHA-256 and once with SM3. */
export const headsOf = (prev: Heads, group: Omit<ChainGroup, keyof Heads>): Heads => ({
  sha256: digest('sha256', prev.sha256, group),
  sm3: HAS_SM3 ? digest('sm3', prev.sm3, group) : null,
})

/** True when the group follows `prev` unaltered. A head without SM3 was sealed where OpenSSL has none. */
export const follows = (prev: Heads, n: number, group: ChainGroup): boolean => {
  if (group.group !== n) return false
  const heads = headsOf(prev, group)
  return heads.sha256 === group.sha256 && (group.sm3 === null || heads.sm3 === null || heads.sm3 === group.sm3)
}

export interface Verification {
  ok: boolean
  entries: number
  groups: number
  /** SHA-256 head of the last good group: note it down elsewhere, and a cut-off end shows too */
  head: string
  /** number of the first group that does not follow, null when all do */
  brokenAt: number | null
  /** entries of running or just ended transactions, in no group yet */
  unsealed: number
}

/** Walks groups in order and stops at the first that does not follow. `expected`: heads noted outside, by group. */
export const verifyChain = async (
  groups: AsyncIterable<ChainGroup>,
  expected: ReadonlyMap<number, string> = new Map(),
): Promise<Verification> => {
  let prev = GENESIS
  let [n, entries] = [0, 0]
  const broken = (at: number): Verification => ({ ok: false, entries, groups: n, head: prev.sha256, brokenAt: at, unsealed: 0 })
  for await (const group of groups) {
    const noted = expected.get(n + 1)
    if (!follows(prev, n + 1, group) || (noted !== undefined && noted !== group.sha256)) return broken(n + 1)
    prev = { sha256: group.sha256, sm3: group.sm3 }
    n += 1
    entries += group.entries.length
  }
  const missing = [...expected.keys()].find((noted) => noted > n)
  if (missing !== undefined) return broken(n + 1)
  return { ok: true, entries, groups: n, head: prev.sha256, brokenAt: null, unsealed: 0 }
}
