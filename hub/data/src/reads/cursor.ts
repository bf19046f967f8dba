/** Where a page ended: sealed, so that it tells nothing of the row and opens for the same request alone. */
import { createHash } from 'node:crypto'
import { AppError } from '@haihe/contract'
import type { Keys } from '@haihe/kernel/identity/secrets'

interface Cursors {
  write: (request: unknown, last: string) => string
  /** throws INVALID_INPUT for what this hub never made for this request */
  read: (request: unknown, cursor: string) => string
}

const purposeOf = (request: unknown): string =>
  `data-cursor ${createHash('sha256').update(JSON.stringify(request)).digest('base64url')}`

export const createCursors = (keys: Pick<Keys, 'seal' | 'open'>): Cursors => ({
  write: (request, last) => keys.seal(purposeOf(request), last).toString('base64url'),
  read(request, cursor) {
    try {
      return keys.open(purposeOf(request), Buffer.from(cursor, 'base64url'))
    } catch {
      throw new AppError('INVALID_INPUT', { errors: [{ path: 'cursor', message: '分页游标无效，请从第一页重新查询' }] })
    }
  },
})
