/**
 * Pseudonymous keys of people and enterprises: who read a record can be told to its subject without a table of identity
 * numbers. Nobody without the hub's secret can tell whom a key stands for, or try all numbers.
 */
import { createHmac } from 'node:crypto'
import type { Ctx } from '@haihe/kernel'
import { createKeys, hubSecret } from '@haihe/kernel/identity/secrets'
import type { SubjectKey } from './ports.ts'

/** As people write numbers: blanks, hyphens and full-width forms make no difference, nor does the case of a letter. */
export const normaliseNumber = (number: string): string =>
  number
    .normalize('NFKC')
    .replace(/[\s\-–—·]/g, '')
    .toUpperCase()

/** 64 hexadecimal digits; the two kinds never share a key. */
export const subjectKey = (secret: string): SubjectKey => {
  const derived = createKeys(secret).derive('subject-key')
  return (kind, number) =>
    createHmac('sha256', derived)
      .update(`${kind}\0${normaliseNumber(number)}`)
      .digest('hex')
}

export const createSubjectKey = ({ config }: Pick<Ctx, 'config'>): SubjectKey => subjectKey(hubSecret(config))
