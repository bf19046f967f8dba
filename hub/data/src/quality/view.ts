import type { QualityLimits, QualityScore, QualityUnitScore, Resource } from '@haihe/contract'
import type { Db } from '@haihe/kernel'
import { casesOf } from './case-store.ts'
import { listScores } from './run/count-store.ts'
import { round } from './score.ts'

interface Told {
  db: Db
  unitName: (id: string) => string
  limits: (region: string) => QualityLimits | null
}

export const scoreViews = async ({ db, unitName, limits }: Told, resources: readonly Resource[]): Promise<QualityScore[]> => {
  const ids = resources.map(({ id }) => id)
  const [scored, opened] = await Promise.all([listScores(db, ids), casesOf(db, ids)])
  const known = new Map(scored.map((row) => [row.resource, row]))
  const cases = new Map(opened.map((row) => [row.resource, row]))
  return resources.map((resource) => {
    const row = known.get(resource.id)
    const about = cases.get(resource.id)
    return {
      resource: resource.id,
      code: resource.code,
      title: resource.title,
      owner: resource.owner,
      ownerName: unitName(resource.owner),
      region: resource.region,
      score: row?.score ?? null,
      dimensions: row?.dimensions ?? [],
      rows: row?.rows ?? resource.rows,
      below: row?.below ?? null,
      at: row?.scoredAt?.toISOString() ?? null,
      limits: limits(resource.region),
      rectification: about ? { id: about.id, no: about.no, state: about.state, at: about.at.toISOString() } : null,
    }
  })
}

/** Worst first; a unit without a scored resource last. */
export const unitScores = (views: readonly QualityScore[]): QualityUnitScore[] =>
  [...Map.groupBy(views, ({ owner }) => owner)]
    .map(([unit, own]): QualityUnitScore => {
      const scored = own.filter(({ score }) => score !== null)
      const sum = scored.reduce((total, { score }) => total + (score ?? 0), 0)
      return {
        unit,
        name: own[0]?.ownerName ?? unit,
        score: scored.length === 0 ? null : round(sum / scored.length),
        resources: own.length,
        rectify: own.filter(({ below }) => below !== null).length,
        stopped: own.filter(({ below }) => below === 'stop').length,
      }
    })
    .sort((a, b) => (a.score ?? 101) - (b.score ?? 101) || a.unit.localeCompare(b.unit))
