/** Who did what and when, the newest first: the log as it is kept. */
import type { ActionView } from '@haihe/contract'
import { useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { formatMoment } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import './case-timeline.css'

const FEW = 6

/** Words that people wrote in the form of the action; codes and ids stay in the log. */
const wordsOf = ({ note, data }: ActionView): string[] => {
  const written = Object.values(data).filter(
    (value): value is string => typeof value === 'string' && /\p{Script=Han}|\s/u.test(value),
  )
  return [...new Set([note, ...written].map((text) => text.trim()).filter(Boolean))]
}

const Entry = ({ action }: { action: ActionView }) => {
  const t = useWords()
  const say = useText()
  const from = say(action.from)
  const to = say(action.to)
  return (
    <li className="gov-entry">
      <span className="gov-entry-head">
        <b>{say(action.title)}</b>
        {to && from !== to && <span>{from ? `${from} → ${to}` : to}</span>}
      </span>
      <span className="gov-entry-who">
        <time dateTime={action.at}>{formatMoment(action.at)}</time>
        {action.actor}
        {action.actorUnit && ` · ${action.actorUnit}`}
      </span>
      {wordsOf(action).map((text) => (
        <p key={text}>{text}</p>
      ))}
      {action.attachments.length > 0 && (
        <span className="gov-entry-photos">
          {action.attachments.map((photo, index) => (
            <a key={photo.id} href={photo.url} target="_blank" rel="noreferrer">
              <img
                src={photo.thumb}
                alt={t('case.photo.alt', { stage: t(`case.photo.${photo.stage}`), n: index + 1 })}
                loading="lazy"
              />
            </a>
          ))}
        </span>
      )}
    </li>
  )
}

export const CaseTimeline = ({ actions }: { actions: readonly ActionView[] }) => {
  const t = useWords()
  const [all, setAll] = useState(false)
  const newest = [...actions].sort((a, b) => b.seq - a.seq)
  const shown = all ? newest : newest.slice(0, FEW)
  return (
    <section className="gov-card" aria-label={t('case.timeline')}>
      <h2 className="gov-card-title">{t('case.timeline')}</h2>
      <ol className="gov-timeline">
        {shown.map((action) => (
          <Entry key={action.seq} action={action} />
        ))}
      </ol>
      {shown.length < newest.length && (
        <Button size="small" tone="plain" onPress={() => setAll(true)}>
          {t('case.timelineAll', { count: newest.length })}
        </Button>
      )}
    </section>
  )
}
