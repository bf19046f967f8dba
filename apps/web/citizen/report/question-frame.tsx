/** One question on a page: where one stands, what is asked, what is wrong, and one way on. */
import type { ReactNode } from 'react'
import { useEffect, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { QUESTIONS, type Question } from './questions.ts'

export interface QuestionFrameProps {
  question: Question
  title: string
  help?: string
  fault?: string | undefined
  children: ReactNode
  onNext?: () => void
  next?: string
  pending?: boolean
  /** a second way on, below */
  other?: ReactNode
}

export const FAULT_ID = 'question-fault'

export const QuestionFrame = ({ question, title, help, fault, children, onNext, next, pending, other }: QuestionFrameProps) => {
  const t = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  // a new page is announced and read from its top
  // biome-ignore lint/correctness/useExhaustiveDependencies: runs when the question changes
  useEffect(() => {
    scrollTo(0, 0)
    heading.current?.focus()
  }, [question])
  return (
    <form
      className="cit-page cit-question"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        onNext?.()
      }}
    >
      <p className="cit-progress">
        <span>{t('report.step', { at: QUESTIONS.indexOf(question) + 1, all: QUESTIONS.length })}</span>
        <progress value={QUESTIONS.indexOf(question) + 1} max={QUESTIONS.length} aria-label={t('report.progress')} />
      </p>
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {help && <p className="cit-lead">{help}</p>}
      {fault && (
        <p className="hh-field-error cit-fault" id={FAULT_ID} role="alert">
          <Icon name="info" />
          {fault}
        </p>
      )}
      {children}
      <div className="cit-buttons">
        {onNext && (
          <Button tone="primary" wide type="submit" pending={pending ?? false}>
            {next ?? t('report.next')}
          </Button>
        )}
        {other}
        <p className="cit-saved">
          <Icon name="check" size="1em" />
          {t('report.saved')}
        </p>
      </div>
    </form>
  )
}
