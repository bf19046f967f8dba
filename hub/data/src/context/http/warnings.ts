/** Readings that the ingest pipeline did not take: the entity is written, the header says what did not move on (6.3.17). */
import type { Written } from '../write/engine.ts'
import type { Answer } from './exchange.ts'

/** Header text is ASCII: the code of the error registry speaks, the message stands with the dead letter. */
export const warnings = (given: Answer, rejected: Written<unknown>['rejected']): Answer => {
  if (rejected.length === 0) return given
  const list = rejected
    .slice(0, 20)
    .map(({ attribute, code }) => `199 haihe "${attribute.replaceAll(/[^\x21-\x7e]/g, '?')}: ${code}"`)
  return { ...given, headers: { ...given.headers, 'NGSILD-Warning': list.join(', ') } }
}
