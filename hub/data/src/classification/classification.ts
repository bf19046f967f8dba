/** Classification (分类分级): suggested after the first load, confirmed by the owner, raised by volume. */
import { collectionGrade, type PolicyLimits } from '@haihe/contract'
import type { Jobs, Module, Outbox, UnitIndex } from '@haihe/kernel'
import type { Catalogue, PlatformEvents } from '../platform/ports.ts'
import { type ClassifyDeps, createClassify, SYSTEM } from './classify.ts'
import { classificationRoutes } from './routes.ts'
import { suggestionsOf } from './suggestion-store.ts'

interface ClassificationDeps extends Omit<ClassifyDeps, 'catalogue'> {
  catalogue: Pick<Catalogue, 'find' | 'get' | 'list' | 'classify' | 'note'>
  outbox: Pick<Outbox, 'consume'>
  jobs: Pick<Jobs, 'define' | 'enqueue'>
  units: Pick<UnitIndex, 'name'>
  /** grades that rise with the number of rows: a dated rule */
  volume: () => PolicyLimits['volume']
}

const JOB = 'classification.suggest'

export const createClassification = (deps: ClassificationDeps): Module => {
  const { ctx, catalogue, outbox, jobs, units, volume } = deps
  const classify = createClassify(deps)

  jobs.define<{ resource: string }>(JOB, async ({ resource: id }) => {
    const resource = await catalogue.find(id)
    if (!resource || resource.state === 'withdrawn') return
    const known = await suggestionsOf(ctx.db, [id])
    // a later load costs one look at the table of suggestions; only new fields cost a sample
    const sampled = known.some((row) => row.sampled > 0)
    if (sampled && resource.fields.every(({ name }) => known.some(({ field }) => field === name))) return
    await classify.suggest(SYSTEM, resource)
  })

  outbox.consume('classification.loaded', ['resource.loaded', 'catalogue.acted'], async (trx, event) => {
    const { resource: id } = event.payload as Pick<PlatformEvents['resource.loaded'], 'resource'>
    const resource = await catalogue.find(id)
    if (!resource) return
    const grade = collectionGrade(resource, { volume: volume() })
    if (grade !== resource.grade) await catalogue.note(trx, id, { grade })
    if (event.topic === 'resource.loaded') await jobs.enqueue(trx, JOB, { resource: id }, { key: `${JOB}:${id}` })
  })

  return { name: 'classification', routes: classificationRoutes({ ctx, catalogue, units, classify }) }
}
