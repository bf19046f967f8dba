import type { ClockView } from '@haihe/contract'
import { ClockBadge } from '../../ui/badges.tsx'
import { useText } from '../../ui/i18n.ts'
import './cases.css'

/** What runs, or was let pass; what was kept is in the log. */
export const CaseClocks = ({ clocks }: { clocks: readonly ClockView[] }) => {
  const say = useText()
  const shown = clocks.filter(({ state }) => state === 'running' || state === 'paused' || state === 'breached')
  if (shown.length === 0) return null
  return (
    <ul className="hc-clocks">
      {shown.map((clock) => (
        <li key={`${clock.id} ${clock.startedAt}`}>
          <span>{say(clock.title)}</span>
          <ClockBadge clock={clock} />
        </li>
      ))}
    </ul>
  )
}
