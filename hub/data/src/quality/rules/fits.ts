/** Whether a rule can be checked at all, said when it is written and not when it first runs. */
import type { QualityCheck, Resource } from '@haihe/contract'
import { isFactCheck } from '../fact/fact.ts'
import { compileRow, fieldIn, isRowCheck } from '../row/compile.ts'
import { isSetCheck, setSql } from '../set/set-store.ts'
import { Unfit } from '../unfit.ts'

const SENSED: readonly QualityCheck['kind'][] = ['sensor-stuck', 'sensor-gap', 'sensor-complete', 'intake']
const ANYWHERE: readonly QualityCheck['kind'][] = ['freshness', 'availability']

/** Why the rule does not fit the resource; undefined when it does. */
export const problemOf = (check: QualityCheck, resource: Resource, other: Resource | undefined): string | undefined => {
  try {
    if (isFactCheck(check)) {
      if (SENSED.includes(check.kind) && resource.kind !== 'entities') return '这类规则只用于感知数据'
      if (!SENSED.includes(check.kind) && !ANYWHERE.includes(check.kind) && resource.kind === 'service') return '服务没有行数'
      for (const name of check.fields) fieldIn(resource, name)
      return undefined
    }
    if (resource.kind !== 'table') return '这类规则只用于库表数据'
    if (isRowCheck(check)) compileRow(check, { resource, today: '2020-01-01', hasRegion: () => true, city: '' })
    else if (isSetCheck(check)) setSql(check, { resource, table: () => 'held.none', other })
    return undefined
  } catch (error) {
    if (error instanceof Unfit) return error.message
    throw error
  }
}
