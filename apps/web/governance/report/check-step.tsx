/** What will be sent, with the limit it will run under; each part can be changed. */
import type { CategoryView } from '@haihe/contract'
import type { ReactNode } from 'react'
import { Button } from '../../ui/button.tsx'
import type { Photo } from '../../ui/form/values.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import { usePlaceLine } from '../../ui/use-place-line.ts'
import type { FieldReport, Step } from './steps.ts'

export interface CheckStepProps {
  report: FieldReport
  category: CategoryView | undefined
  photos: readonly Photo[]
  /** keys of what is missing, once the person has tried to send */
  faults: Partial<Record<Step, string>>
  least: number
  onStep: (step: Step) => void
  onWords: (description: string) => void
}

const Part = ({
  step,
  fault,
  onStep,
  children,
}: {
  step: Step
  fault: string | undefined
  onStep: (step: Step) => void
  children: ReactNode
}) => {
  const t = useWords()
  return (
    <div>
      <dt>{t(`report.step.${step}`)}</dt>
      <dd>
        {children}
        {fault && <span className="hh-field-error">{fault}</span>}
        <Button
          size="small"
          tone="plain"
          aria-label={`${t('report.change')}：${t(`report.step.${step}`)}`}
          onPress={() => onStep(step)}
        >
          {t('report.change')}
        </Button>
      </dd>
    </div>
  )
}

export const CheckStep = ({ report, category, photos, faults, least, onStep, onWords }: CheckStepProps) => {
  const t = useWords()
  const say = useText()
  const region = usePlaceLine(report.place)
  const address = report.place?.address.trim()
  return (
    <>
      <dl className="gov-summary">
        <Part step="photo" fault={faults.photo && t(faults.photo, { least })} onStep={onStep}>
          <span className="gov-summary-photos">
            {photos.length === 0 && '—'}
            {photos.map((photo, index) => (
              <img key={photo.key} src={photo.preview} alt={t('form.photo.alt', { n: index + 1 })} />
            ))}
          </span>
        </Part>
        <Part step="what" fault={faults.what && t(faults.what)} onStep={onStep}>
          <b>{category ? say(category.title) : '—'}</b>
          {category?.limit && (
            <small>
              {t('report.limit', {
                amount: category.limit.amount,
                unit: t(`time.unit.${category.limit.unit}`),
                basis: category.limit.basis,
              })}
            </small>
          )}
          {category?.selfHandle && <small>{t('report.selfHandle')}</small>}
        </Part>
        <Part step="where" fault={faults.where && t(faults.where)} onStep={onStep}>
          <b>{address || region || '—'}</b>
          {address && region && <small>{region}</small>}
        </Part>
      </dl>
      <div className="hh-field">
        <label htmlFor="description">
          {t('report.words')}
          <small> {t('form.optional')}</small>
        </label>
        <textarea
          id="description"
          className="hh-input"
          rows={3}
          maxLength={2000}
          value={report.description}
          onChange={(event) => onWords(event.target.value)}
        />
      </div>
    </>
  )
}
