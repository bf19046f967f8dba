/** Staff who act on cases over the API, as their screens would. */
import assert from 'node:assert/strict'
import { expect, type Person } from './person.ts'

export interface Act {
  action: string
  data?: Record<string, unknown>
  note?: string
  attachments?: string[]
}

/** One action on the case as it stands now. */
export const perform = async (person: Person, id: string, { action, ...rest }: Act): Promise<void> => {
  const { seq, available } = expect(await person.get(`/api/cases/${id}`), 200)
  const offered = available.find((each: { id: string }) => each.id === action)
  assert.ok(offered && offered.blocked === null, `${action} is offered: ${JSON.stringify(offered)}`)
  expect(await person.send('POST', `/api/cases/${id}/actions`, { action, expectedSeq: seq, ...rest }), 200)
}
