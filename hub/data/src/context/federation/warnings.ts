/** What a reader is told of sources that did not answer as they should (clause 6.3.17). */
import type { Failure } from './forward.ts'
import type { Source } from './registration.ts'

/** 404 is no abnormal behaviour: the source has nothing of it. */
export const isAbnormal = (failure: Failure): boolean => failure.status !== 404

const CODE = { timeout: 199, unreachable: 199, error: 299, invalid: 111 } as const

const plain = (text: string): string => text.replaceAll(/[^\x20-\x7e]|["\\]/g, '?')

/** `<code> <agent> "<text>"` */
export const warningOf = (source: Source, failure: Failure, agent: string): string =>
  `${CODE[failure.kind]} ${agent} "${plain(`${source.id}: ${failure.reason}`)}"`
