import { z } from 'zod'

/**
 * Where a value comes from, shown as a badge wherever the value is shown:
 * `local` 本地真实 (天津真实), `elsewhere` 外地真实, `simulated` 模拟.
 */
export const Provenance = z.enum(['local', 'elsewhere', 'simulated'])
export type Provenance = z.infer<typeof Provenance>

const RANK: Record<Provenance, number> = { local: 0, elsewhere: 1, simulated: 2 }

/** A value made of several sources is only as real as the least real of them. */
export const weakestProvenance = (all: readonly Provenance[]): Provenance =>
  all.reduce<Provenance>((worst, next) => (RANK[next] > RANK[worst] ? next : worst), 'local')
