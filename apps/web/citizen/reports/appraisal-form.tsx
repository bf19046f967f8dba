/** How did it go? Three questions and, if they wish, words. */
import type { CitizenReport } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Radio, RadioGroup } from 'react-aria-components/RadioGroup'
import { ApiError, post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import '../../ui/form/form.css'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { apiKey } from '../../ui/queries.ts'
import { toast } from '../../ui/toast.tsx'
import { type Appraisal, appraisalFaults, appraiseInput, EMPTY_APPRAISAL, LONGEST_COMMENT } from './progress.ts'

interface QuestionProps {
  name: 'responded' | 'resolved'
  options: readonly { value: string; label: string }[]
  value: string | null
  onChange: (value: string) => void
  fault: string | undefined
}

const Question = ({ name, options, value, onChange, fault }: QuestionProps) => {
  const t = useWords()
  return (
    <div className="hh-field" data-wrong={fault ? true : undefined}>
      <span id={`appraise-${name}`} className="hh-field-label">
        {t(`appraise.${name}`)}
      </span>
      <RadioGroup
        aria-labelledby={`appraise-${name}`}
        className="hh-options cit-choices"
        value={value ?? ''}
        onChange={onChange}
        isInvalid={fault !== undefined}
      >
        {options.map((option) => (
          <Radio key={option.value} value={option.value} className="hh-option" data-round>
            {option.label}
          </Radio>
        ))}
      </RadioGroup>
      {fault && (
        <span className="hh-field-error">
          <Icon name="info" size="1em" />
          {fault}
        </span>
      )}
    </div>
  )
}

const STARS = [1, 2, 3, 4, 5] as const

/** Five stars as five radio buttons: each has its word, the arrows work, nothing depends on colour. */
const Stars = ({
  value,
  onChange,
  fault,
}: {
  value: number | null
  onChange: (value: number) => void
  fault: string | undefined
}) => {
  const t = useWords()
  return (
    <div className="hh-field" data-wrong={fault ? true : undefined}>
      <span id="appraise-stars" className="hh-field-label">
        {t('appraise.satisfaction')}
      </span>
      <RadioGroup
        aria-labelledby="appraise-stars"
        orientation="horizontal"
        className="cit-stars"
        value={value === null ? '' : String(value)}
        onChange={(next) => onChange(Number(next))}
        isInvalid={fault !== undefined}
      >
        {STARS.map((star) => (
          <Radio
            key={star}
            value={String(star)}
            className="cit-star"
            data-on={(value !== null && star <= value) || undefined}
            aria-label={t(`appraise.level.${star}`)}
          >
            <Icon name="star" size="2.25rem" />
          </Radio>
        ))}
      </RadioGroup>
      <span className="cit-star-word" aria-hidden>
        {value === null ? t('appraise.choose') : t(`appraise.level.${value}`)}
      </span>
      {fault && (
        <span className="hh-field-error">
          <Icon name="info" size="1em" />
          {fault}
        </span>
      )}
    </div>
  )
}

export const AppraisalForm = ({ report }: { report: CitizenReport }) => {
  const t = useWords()
  const client = useQueryClient()
  const [answers, setAnswers] = useState<Appraisal>(EMPTY_APPRAISAL)
  const [asked, setAsked] = useState(false)
  const [sending, setSending] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const faults = asked ? appraisalFaults(answers) : {}
  const put = (part: Partial<Appraisal>) => setAnswers((before) => ({ ...before, ...part }))
  const say = (key: string | undefined) => (key ? t(key, { max: LONGEST_COMMENT }) : undefined)
  const send = async () => {
    setAsked(true)
    const input = appraiseInput(answers)
    if (!input)
      requestAnimationFrame(() => document.querySelector<HTMLElement>('.cit-appraise [data-wrong] :is(input, textarea)')?.focus())
    if (!input || sending) return
    setSending(true)
    setFault(null)
    const path = `/api/citizen/reports/${encodeURIComponent(report.id)}`
    try {
      client.setQueryData(apiKey(path), await post<CitizenReport>(`${path}/appraise`, input))
      void client.invalidateQueries({ queryKey: ['/api/citizen/reports'] })
      toast(t('appraise.thanks'))
    } catch (error) {
      setFault(error instanceof ApiError ? error.message : t('error.crashHelp'))
      setSending(false)
    }
  }
  return (
    <form
      className="cit-card cit-appraise"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <h2>{t('appraise.title')}</h2>
      <Question
        name="responded"
        options={['yes', 'no'].map((value) => ({ value, label: t(`appraise.respondedBy.${value}`) }))}
        value={answers.responded === null ? null : answers.responded ? 'yes' : 'no'}
        onChange={(value) => put({ responded: value === 'yes' })}
        fault={say(faults.responded)}
      />
      <Question
        name="resolved"
        options={['yes', 'partly', 'no'].map((value) => ({ value, label: t(`appraise.resolvedBy.${value}`) }))}
        value={answers.resolved}
        onChange={(value) => put({ resolved: value as Appraisal['resolved'] })}
        fault={say(faults.resolved)}
      />
      <Stars value={answers.satisfaction} onChange={(satisfaction) => put({ satisfaction })} fault={say(faults.satisfaction)} />
      <div className="hh-field" data-wrong={faults.comment ? true : undefined}>
        <label htmlFor="comment">
          {t('appraise.comment')}
          <small> {t('form.optional')}</small>
        </label>
        <textarea
          id="comment"
          className="hh-input"
          rows={3}
          value={answers.comment}
          aria-describedby={faults.comment ? 'comment-error' : undefined}
          onChange={(event) => put({ comment: event.target.value })}
        />
        {faults.comment && (
          <span id="comment-error" className="hh-field-error">
            {say(faults.comment)}
          </span>
        )}
      </div>
      {(fault || Object.keys(faults).length > 0) && (
        <p className="hh-field-error" role="alert">
          <Icon name="info" size="1em" />
          {fault ?? t('form.errors', { count: Object.keys(faults).length })}
        </p>
      )}
      <Button tone="primary" wide type="submit" pending={sending}>
        {t('appraise.send')}
      </Button>
    </form>
  )
}
