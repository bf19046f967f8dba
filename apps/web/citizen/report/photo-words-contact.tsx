/** Photo, words, and how to be reached. */
import { Button } from '../../ui/button.tsx'
import '../../ui/form/form.css'
import { PhotosInput } from '../../ui/form/photos-field.tsx'
import { useWords } from '../../ui/i18n.ts'
import { type Parts, useAsk } from './ask.ts'
import { FAULT_ID, QuestionFrame } from './question-frame.tsx'
import { LONGEST_DESCRIPTION, MOST_PHOTOS } from './questions.ts'

export const PhotoStep = (parts: Parts) => {
  const t = useWords()
  const ask = useAsk('photo', parts)
  const { photos, draft, least } = parts
  return (
    <QuestionFrame
      question="photo"
      title={t('report.photo.title')}
      help={t('report.photo.help', { most: MOST_PHOTOS })}
      fault={ask.fault}
      onNext={() => ask.onNext()}
      other={
        least === 0 &&
        photos.photos.length === 0 && (
          <Button
            wide
            onPress={() => {
              draft.change({ withoutPhoto: true })
              ask.onwards()
            }}
          >
            {t('report.photo.without')}
          </Button>
        )
      }
    >
      <PhotosInput
        id="photos"
        label={t('report.photo.title')}
        value={photos.photos}
        onChange={photos.change}
        upload={photos.upload}
        max={MOST_PHOTOS}
      />
    </QuestionFrame>
  )
}

export const Words = (parts: Parts) => {
  const t = useWords()
  const ask = useAsk('words', parts)
  const { description } = parts.draft.words
  return (
    <QuestionFrame
      question="words"
      title={t('report.words.title')}
      help={t('report.words.help')}
      fault={ask.fault}
      onNext={() => ask.onNext()}
    >
      <div className="hh-field" data-wrong={ask.fault ? true : undefined}>
        <label htmlFor="description">{t('report.words.label')}</label>
        <textarea
          id="description"
          data-answer
          className="hh-input"
          rows={6}
          value={description}
          aria-invalid={ask.fault ? true : undefined}
          aria-describedby={ask.fault ? FAULT_ID : undefined}
          onChange={(event) => parts.draft.change({ description: event.target.value })}
        />
        <span className="hh-count-line">{t('form.count', { used: description.length, max: LONGEST_DESCRIPTION })}</span>
      </div>
    </QuestionFrame>
  )
}

export const Contact = (parts: Parts) => {
  const t = useWords()
  const ask = useAsk('contact', parts)
  return (
    <QuestionFrame
      question="contact"
      title={t('report.contact.title')}
      help={t('report.contact.help')}
      fault={ask.fault}
      onNext={() => ask.onNext()}
    >
      <div className="hh-field" data-wrong={ask.fault ? true : undefined}>
        <label htmlFor="phone">
          {t('report.contact.label')}
          <small> {t('form.optional')}</small>
        </label>
        <input
          id="phone"
          data-answer
          className="hh-input"
          type="tel"
          autoComplete="tel"
          inputMode="tel"
          maxLength={20}
          value={parts.draft.words.phone}
          aria-invalid={ask.fault ? true : undefined}
          aria-describedby={ask.fault ? FAULT_ID : undefined}
          onChange={(event) => parts.draft.change({ phone: event.target.value })}
        />
      </div>
    </QuestionFrame>
  )
}
