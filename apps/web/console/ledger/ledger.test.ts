import { expect, test } from 'vitest'
import { datePoints, queryOf, type Step, stepsShown, wantedOf } from './ledger.ts'

const step = (id: string, count: number): Step => ({ step: id, title: { zh: id, en: id }, open: true, count, late: 0 })

test('the way stands in its order; side steps show only when something stands there', () => {
  const steps = [step('rated', 0), step('disputed', 2), step('toReview', 1), step('conferring', 0), step('refused', 0)]
  const shown = stepsShown(steps, 'refused')
  expect(shown.way.map((each) => each.step)).toEqual(['toReview', 'rated'])
  expect(shown.aside.map((each) => each.step)).toEqual(['disputed', 'refused'])
})

test('mine puts the own unit on the side it stands, whatever other unit was chosen', () => {
  expect(queryOf({ mine: 'asked', asker: 'b' }, 'a')).toMatchObject({ asker: 'a', owner: undefined })
  expect(queryOf({ mine: 'owned', asker: 'b' }, 'a')).toMatchObject({ asker: 'b', owner: 'a' })
  expect(queryOf({ late: 'yes' }, 'a')).toMatchObject({ late: true, asker: undefined, open: undefined })
})

test('the last date of an open need is where it stands; what was skipped counts as passed', () => {
  const none = { reviewed: null, confirmed: null, catalogued: null, used: null, rated: null, closed: null }
  const dates = { ...none, stated: '2026-01-01T00:00:00Z', connected: '2026-01-03T00:00:00Z', authorised: null }
  const points = (open: boolean, state: string) => datePoints({ dates, open, state }).map((point) => point.state)
  expect(points(true, 'toReview')).toEqual(['past', 'past', 'past', 'past', 'here', 'ahead', 'ahead', 'ahead'])
  expect(points(false, 'dismissed')[4]).toBe('past')
})

test('a need about what is there already stands at the step it skipped to, without a date', () => {
  const none = { reviewed: null, catalogued: null, connected: null, authorised: null, used: null, rated: null, closed: null }
  const dates = { ...none, stated: '2026-01-01T00:00:00Z', confirmed: '2026-01-02T00:00:00Z' }
  const at = datePoints({ dates, open: true, state: 'connected' })
  expect(at.find(({ state }) => state === 'here')).toEqual({ mark: 'connected', at: null, state: 'here' })
})

test('wanted fields are read from lines and commas, each once', () => {
  expect(wantedOf('号牌，车型\n 号牌 、all of it\n')).toEqual(['号牌', '车型', 'all of it'])
})
