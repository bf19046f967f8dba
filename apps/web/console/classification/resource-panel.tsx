/** Classification of one resource, field by field. */
import type { ClassificationOutcome, ClassificationView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { apiKey, useApi } from '../../ui/queries.ts'
import { toast } from '../../ui/toast.tsx'
import { readAnew } from '../catalogue/catalogue.ts'
import { AppLink } from '../parts/app-link.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { Segments } from '../parts/filters.tsx'
import { Mono, Outcome } from '../parts/small.tsx'
import { sureOf } from './classification.ts'
import { FieldLine, type Say } from './field-line.tsx'

const Fields = ({
  view,
  all,
  onAll,
  say,
}: {
  view: ClassificationView
  all: boolean
  onAll: (all: boolean) => void
  say: Say
}) => {
  const t = useWords()
  const open = view.fields.filter(({ current, lowering }) => !current.confirmed || lowering !== null)
  const whole = all || open.length === 0
  const shown = whole ? view.fields : open
  return (
    <section className="hc-section">
      <p className="hc-note">
        {t('classification.grades', { grade: t(`resource.grade.${view.grade}`) })}
        {view.grade > view.fieldGrade && t('classification.raised', { from: t(`resource.grade.${view.fieldGrade}`) })}
      </p>
      {open.length === 0 && <Outcome tone="good">{t('classification.allDone')}</Outcome>}
      <div className="hc-filters">
        <Segments
          label={t('classification.show.label')}
          value={whole ? 'all' : 'open'}
          options={[
            { value: 'open', label: t('classification.show.open', { count: open.length }) },
            { value: 'all', label: t('classification.show.all', { count: view.fields.length }) },
          ]}
          onChange={(next) => onAll(next === 'all')}
        />
        {!view.canConfirm && <span className="hc-note">{t('classification.cannot')}</span>}
      </div>
      <ul className="hc-field-list">
        {shown.map((field) => (
          <FieldLine key={field.name} field={field} say={say} mayConfirm={view.canConfirm} />
        ))}
      </ul>
    </section>
  )
}

export const ResourcePanel = ({
  id,
  all,
  onAll,
  onClose,
  ...neighbours
}: Neighbours & { id: string; all: boolean; onAll: (all: boolean) => void; onClose: () => void }) => {
  const t = useWords()
  const client = useQueryClient()
  const path = `/api/classification/${encodeURIComponent(id)}`
  const answer = useApi<ClassificationView>(`${path}/suggest`)
  const [busy, setBusy] = useState<'accept' | 'again' | null>(null)
  const [error, setError] = useState<string | null>(null)
  const view = answer.data
  const show = (next: ClassificationView) => {
    client.setQueryData(apiKey(`${path}/suggest`), next)
    void readAnew(client)
  }
  const send = async (body: object) => {
    const outcome = await post<ClassificationOutcome>(`${path}/confirm`, body)
    show(outcome.view)
    if (outcome.confirmed.length > 0) toast(t('classification.done', { count: outcome.confirmed.length }))
    if (outcome.waiting.length > 0) toast(t('classification.waiting', { count: outcome.waiting.length }))
  }
  const say: Say = {
    accept: (names) => send({ accept: names }),
    confirm: (name, as) => send({ fields: { [name]: as } }),
  }
  const doing = async (what: 'accept' | 'again', run: () => Promise<unknown>) => {
    setBusy(what)
    setError(null)
    try {
      await run()
    } catch (failed) {
      setError(failed instanceof Error ? failed.message : String(failed))
    } finally {
      setBusy(null)
    }
  }
  const again = async () => {
    show(await post<ClassificationView>(`${path}/suggest`, {}))
    toast(t('classification.againDone'))
  }
  const sure = view ? sureOf(view.fields) : []
  return (
    <Panel
      title={view?.title ?? t('page.classification')}
      above={
        view && (
          <>
            <Mono>{view.code}</Mono>
            <span>{view.ownerName}</span>
            <AppLink href={`/console/catalogue?open=${view.resource}`}>{t('classification.entry')}</AppLink>
          </>
        )
      }
      onClose={onClose}
      {...neighbours}
      footer={
        view?.canConfirm && (
          <>
            <Button size="small" icon="refresh" pending={busy === 'again'} onPress={() => void doing('again', again)}>
              {t('classification.again')}
            </Button>
            {sure.length > 0 && (
              <Button
                size="small"
                tone="primary"
                icon="check"
                pending={busy === 'accept'}
                onPress={() => void doing('accept', () => say.accept(sure))}
              >
                {t('classification.acceptSure', { count: sure.length })}
              </Button>
            )}
            {error && <Outcome tone="bad">{error}</Outcome>}
          </>
        )
      }
    >
      <Faces of={answer} loading={<LoadingRows rows={6} />}>
        {(one) => <Fields view={one} all={all} onAll={onAll} say={say} />}
      </Faces>
    </Panel>
  )
}
