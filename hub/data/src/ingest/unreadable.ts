import type { ErrorCode } from '@haihe/contract'

/** Stands in a batch for something that is not an item at all: an undecodable payload, a line of a file. */
export class Unreadable {
  readonly text: string
  readonly code: ErrorCode
  readonly detail: string | undefined
  readonly path: string
  constructor(text: string, code: ErrorCode = 'MALFORMED_JSON', detail?: string, path = '') {
    this.text = text
    this.code = code
    this.detail = detail
    this.path = path
  }
}
