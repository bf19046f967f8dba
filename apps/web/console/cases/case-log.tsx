/** Who did what with a case, the newest first: the log as it is kept. */
import type { ActionView } from '@haihe/contract'
import { useText } from '../../ui/i18n.ts'
import { Moment } from '../parts/small.tsx'
import './cases.css'

/** Words that people wrote; codes and ids stay in the log. */
const wordsOf = ({ note, data }: ActionView): string[] => {
  const written = Object.values(data).filter(
    (value): value is string => typeof value === 'string' && /\p{Script=Han}|\s/u.test(value),
  )
  return [...new Set([note, ...written].map((text) => text.trim()).filter(Boolean))]
}

export const CaseLog = ({ actions }: { actions: readonly ActionView[] }) => {
  const say = useText()
  return (
    <ol className="hc-log">
      {actions
        .toSorted((a, b) => b.seq - a.seq)
        .map((action) => (
          <li key={action.seq}>
            <p>
              <b>{say(action.title)}</b>
              {say(action.from) !== say(action.to) && <span>→ {say(action.to)}</span>}
            </p>
            <p className="hc-note">
              <Moment at={action.at} /> {[action.actor, action.actorUnit].filter(Boolean).join(' · ')}
            </p>
            {wordsOf(action).map((text) => (
              <p key={text}>{text}</p>
            ))}
          </li>
        ))}
    </ol>
  )
}
