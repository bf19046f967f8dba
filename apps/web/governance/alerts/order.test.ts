import type { Alert } from '@haihe/contract'
import { expect, test } from 'vitest'
import { sortAlerts } from './order.ts'

const alert = (id: string, level: Alert['level'], state: Alert['state'], raisedAt: string) =>
  ({ id, level, state, raisedAt }) as Alert

test('alerts that nobody took come first, then the serious, then the new', () => {
  const alerts = [
    alert('taken-red', 'red', 'acknowledged', '2026-11-20T09:00:00Z'),
    alert('old-yellow', 'yellow', 'open', '2026-11-20T07:00:00Z'),
    alert('new-yellow', 'yellow', 'open', '2026-11-20T08:00:00Z'),
    alert('orange', 'orange', 'open', '2026-11-20T06:00:00Z'),
  ]
  expect(sortAlerts(alerts).map(({ id }) => id)).toEqual(['orange', 'new-yellow', 'old-yellow', 'taken-red'])
})
