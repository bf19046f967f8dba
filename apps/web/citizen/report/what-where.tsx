/** What is the problem, and where? */
import { CategoryPicker } from '../../ui/category/picker.tsx'
import { useReportType } from '../../ui/category/use-categories.ts'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import '../../ui/form/form.css'
import { PlaceInput } from '../../ui/form/place-field.tsx'
import { PlaceWithoutMap, WhenMapFails } from '../../ui/form/place-without-map.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { type Parts, useAsk } from './ask.ts'
import { QuestionFrame } from './question-frame.tsx'
import type { ReportWords } from './questions.ts'

/** the city of the map that opens; its outlines name the districts */
const CITY = '12'

export const What = (parts: Parts) => {
  const t = useWords()
  const type = useReportType()
  const ask = useAsk('what', parts)
  return (
    <QuestionFrame
      question="what"
      title={t('report.what.title')}
      help={t('report.what.help')}
      fault={ask.fault}
      {...(parts.draft.words.category ? { onNext: () => ask.onNext() } : {})}
    >
      <Faces of={type} loading={<LoadingRows rows={6} />}>
        {({ categories }) => (
          <CategoryPicker
            plain
            categories={categories}
            value={parts.draft.words.category}
            onPick={(category) => {
              parts.draft.change({ category: category.code, categoryTitle: category.title })
              ask.onwards()
            }}
          />
        )}
      </Faces>
    </QuestionFrame>
  )
}

export const Where = (parts: Parts) => {
  const t = useWords()
  const ask = useAsk('where', parts)
  const { place } = parts.draft.words
  const put = (next: NonNullable<ReportWords['place']>) => parts.draft.change({ place: next })
  return (
    <QuestionFrame
      question="where"
      title={t('report.where.title')}
      help={t('report.where.help')}
      fault={place === null ? ask.fault : undefined}
      onNext={() => ask.onNext('similar')}
    >
      <WhenMapFails otherwise={<PlaceWithoutMap id="place" value={place} onChange={put} />}>
        <PlaceInput id="place" region={CITY} value={place} onChange={put} />
      </WhenMapFails>
      {place !== null && ask.fault && (
        <p className="hh-field-error" role="alert">
          <Icon name="info" size="1em" />
          {ask.fault}
        </p>
      )}
    </QuestionFrame>
  )
}
