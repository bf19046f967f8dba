/** 核对: every answer with a way back to its question. */
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Photo } from '../../ui/form/values.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import { usePlaceLine } from '../../ui/use-place-line.ts'
import type { Question, ReportWords } from './questions.ts'

const Answer = ({ question, children }: { question: Question; children: ReactNode }) => {
  const t = useWords()
  return (
    <div>
      <dt>{t(`report.${question}.short`)}</dt>
      <dd>{children}</dd>
      <dd>
        <Link
          to="/report/$question"
          params={{ question }}
          search={{ change: '1' }}
          aria-label={t('report.changeThis', { what: t(`report.${question}.short`) })}
        >
          {t('report.change')}
        </Link>
      </dd>
    </div>
  )
}

export const Answers = ({ words, photos }: { words: ReportWords; photos: readonly Photo[] }) => {
  const t = useWords()
  const say = useText()
  const region = usePlaceLine(words.place)
  return (
    <dl className="cit-answers">
      <Answer question="what">{say(words.categoryTitle)}</Answer>
      <Answer question="where">
        {words.place?.address}
        {region && <small>{region}</small>}
      </Answer>
      <Answer question="photo">
        {photos.length === 0 ? (
          t('report.photo.none')
        ) : (
          <span className="cit-thumbs">
            {photos.map((photo, index) => (
              <img key={photo.key} src={photo.preview} alt={t('form.photo.alt', { n: index + 1 })} />
            ))}
          </span>
        )}
      </Answer>
      <Answer question="words">{words.description.trim() || t('report.words.none')}</Answer>
      <Answer question="contact">{words.phone.trim() || t('report.contact.none')}</Answer>
    </dl>
  )
}
