/** Report in four touches: camera, category, place, send. Saved as you go; without a network it waits on the phone. */
import type { CaseDetail, CategoryView } from '@haihe/contract'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Button, LinkButton } from '../../ui/button.tsx'
import { CategoryPicker } from '../../ui/category/picker.tsx'
import { withRecent } from '../../ui/category/tree.ts'
import { useReportType } from '../../ui/category/use-categories.ts'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import '../../ui/form/form.css'
import { PhotosInput } from '../../ui/form/photos-field.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { outbox } from '../../ui/offline/browser-outbox.ts'
import { readWords, useDraft } from '../../ui/offline/draft.ts'
import { useLocalPhotos } from '../../ui/offline/local-photos.ts'
import { useMe } from '../../ui/session.ts'
import { useReportSearch } from '../addresses.ts'
import { useCaseChanged } from '../cases/queries.ts'
import './report-page.css'
import { CheckStep } from './check-step.tsx'
import { PlaceStep } from './place-step.tsx'
import { bodyOf, EMPTY, missing, STEPS, type Step, stepAfter } from './steps.ts'

const RECENT = 'recent-categories'

const Progress = ({
  step,
  faults,
  onStep,
}: {
  step: Step
  faults: Partial<Record<Step, string>>
  onStep: (step: Step) => void
}) => {
  const t = useWords()
  return (
    <ol className="gov-steps">
      {STEPS.map((each) => (
        <li key={each} data-done={(each !== 'check' && !(each in faults)) || undefined}>
          <button type="button" aria-current={each === step ? 'step' : undefined} onClick={() => onStep(each)}>
            {each !== 'check' && !(each in faults) && <Icon name="check" size="1em" />}
            {t(`report.step.${each}`)}
          </button>
        </li>
      ))}
    </ol>
  )
}

const Sent = ({ done }: { done: string }) => {
  const t = useWords()
  const waiting = done === 'waiting'
  const [id, caseNo] = done.split('~')
  return (
    <Empty
      icon={waiting ? 'offline' : 'check'}
      title={t(waiting ? 'report.waiting' : 'report.sent')}
      action={
        <span className="gov-report-next">
          <Link className="hh-button" data-tone="primary" to="/report" search={{}}>
            {t('report.again')}
          </Link>
          {waiting ? (
            <Link className="hh-button" data-tone="quiet" to="/outbox">
              {t('outbox.title')}
            </Link>
          ) : (
            <LinkButton href={`/governance/cases/${id}`}>{t('report.open')}</LinkButton>
          )}
        </span>
      }
    >
      {waiting ? t('report.waitingHelp') : t('report.sentHelp', { caseNo: caseNo ?? '' })}
    </Empty>
  )
}

const Form = ({ account }: { account: string }) => {
  const t = useWords()
  const navigate = useNavigate()
  const { step = 'photo' } = useReportSearch()
  const type = useReportType()
  const changed = useCaseChanged()
  const draft = useDraft(`report.${account}`, EMPTY)
  const photos = useLocalPhotos(draft.photos, draft.ready, draft.setPhotos)
  const [recent, setRecent] = useState(() => readWords<{ codes: string[] }>(RECENT, { codes: [] }).codes)
  const [sending, setSending] = useState(false)
  const [fault, setFault] = useState<string | null>(null)
  const [shown, setShown] = useState(false)
  const least = type.data?.type.photos ?? 1
  const faults = missing(draft.words, photos.photos.filter(({ state }) => state === 'ready').length, least)
  const category = type.data?.categories.find(({ code }) => code === draft.words.category)
  /** the step has no answer yet; it may be given later */
  const pending = faults[step] !== undefined
  const go = (next: Step) => void navigate({ to: '/report', search: { step: next } })
  // the map loads while the photo is taken
  useEffect(() => void import('../../ui/map/city-map.tsx').catch(() => undefined), [])
  useEffect(() => {
    scrollTo(0, 0)
    setFault(null)
    if (step !== 'check') setShown(false)
  }, [step])

  const pick = (chosen: CategoryView) => {
    draft.change({ category: chosen.code })
    const codes = withRecent(recent, chosen.code)
    setRecent(codes)
    localStorage.setItem(`haihe.draft.${RECENT}`, JSON.stringify({ codes }))
    go('where')
  }
  const send = async () => {
    setShown(true)
    if (sending || !type.data || !category || Object.keys(faults).length > 0) return
    setSending(true)
    setFault(null)
    const key = draft.words.clientKey || crypto.randomUUID()
    draft.change({ clientKey: key })
    const body = bodyOf({ ...draft.words, clientKey: key }, type.data.type, category)
    const outcome = await outbox.submit({
      id: key,
      owner: account,
      kind: 'report',
      title: body.title,
      path: '/api/cases',
      body,
      photos: photos.filesOf(photos.photos),
    })
    setSending(false)
    if (outcome.state === 'refused') {
      await outbox.remove(key)
      draft.change({ clientKey: crypto.randomUUID() })
      setFault([outcome.error.message, ...outcome.error.fields.map(({ message }) => message)].join('。'))
      return
    }
    await draft.clear()
    photos.change(() => [])
    const detail = outcome.state === 'sent' ? (outcome.answer as CaseDetail) : null
    if (detail) changed(detail)
    void navigate({
      to: '/report',
      search: { done: detail ? `${detail.summary.id}~${detail.summary.caseNo}` : 'waiting' },
      replace: true,
    })
  }

  return (
    <div className="gov-report">
      <Progress step={step} faults={faults} onStep={go} />
      {step === 'photo' && (
        <section className="gov-report-step" aria-labelledby="report-photo">
          <h1 id="report-photo">{t('report.photo')}</h1>
          <p className="hh-field-help">{t('report.photoHelp', { least })}</p>
          <PhotosInput
            id="photos"
            label={t('report.photo')}
            value={photos.photos}
            onChange={photos.change}
            upload={photos.upload}
            max={9}
          />
        </section>
      )}
      {step === 'what' && (
        <section className="gov-report-step" aria-labelledby="report-what">
          <h1 id="report-what">{t('report.what')}</h1>
          <Faces of={type} loading={<LoadingRows rows={6} />}>
            {({ categories }) => (
              <CategoryPicker categories={categories} value={draft.words.category} recent={recent} onPick={pick} />
            )}
          </Faces>
        </section>
      )}
      {step === 'where' && (
        <section className="gov-report-step" aria-labelledby="report-where">
          <h1 id="report-where">{t('report.where')}</h1>
          <PlaceStep place={draft.words.place} onPlace={(place) => draft.change({ place })} />
        </section>
      )}
      {step === 'check' && (
        <section className="gov-report-step" aria-labelledby="report-check">
          <h1 id="report-check">{t('report.check')}</h1>
          <CheckStep
            report={draft.words}
            category={category}
            photos={photos.photos}
            faults={shown ? faults : {}}
            least={least}
            onStep={go}
            onWords={(description) => draft.change({ description })}
          />
          {fault && (
            <p className="hh-field-error" role="alert">
              <Icon name="info" size="1em" />
              {fault}
            </p>
          )}
        </section>
      )}
      <div className="gov-actions">
        <div className="gov-actions-line">
          {step === 'check' ? (
            <Button tone="primary" wide icon="send" pending={sending} onPress={() => void send()}>
              {t('report.send')}
            </Button>
          ) : (
            <Button tone={pending ? 'quiet' : 'primary'} wide onPress={() => go(stepAfter(step))}>
              {t(pending ? 'report.later' : 'report.next')}
            </Button>
          )}
        </div>
      </div>
    </div>
  )
}

export const ReportPage = () => {
  const { data: me } = useMe()
  const { done } = useReportSearch()
  if (done) return <Sent done={done} />
  return me ? <Form account={me.account.id} /> : <LoadingRows />
}
