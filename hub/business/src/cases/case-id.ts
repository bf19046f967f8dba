/**
 * Case ids are version 8 UUIDs that begin with the time and carry the district: whoever holds an id knows the shard
 * the case lives in, so that no look-up by id ever asks every shard.
 *
 *   tttttttt-tttt-8rrr-8rrr-ddddddrrrrrr     t milliseconds, d district digits (f fills up a shorter code), r random
 */
import { randomBytes } from 'node:crypto'
import { AppError } from '@haihe/contract'

const SHAPE = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-(\d{6}|\d{2}ffff)[0-9a-f]{6}$/

/** The part of a region code that cases are kept by: the district, or the city for what lies in no district. */
export const districtOf = (region: string): string => (region.length >= 6 ? region.slice(0, 6) : region)

export const newCaseId = (region: string, at: Date): string => {
  const time = at.getTime().toString(16).padStart(12, '0')
  const random = randomBytes(6).toString('hex')
  const district = districtOf(region).padEnd(6, 'f')
  return `${time.slice(0, 8)}-${time.slice(8)}-8${random.slice(0, 3)}-8${random.slice(3, 6)}-${district}${random.slice(6)}`
}

/** District of a case id. Anything that is no case id is NOT_FOUND: it names no case. */
export const districtOfId = (id: string): string => {
  const found = SHAPE.exec(id)?.[1]
  if (!found) throw new AppError('NOT_FOUND')
  return found.replaceAll('f', '')
}
