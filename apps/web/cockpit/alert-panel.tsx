/** One alert: what, where, since when, who; what has happened to it; acknowledge and sign off as the person's roles allow. */
import type { AlertDetail } from '@haihe/contract'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post } from '../ui/api.ts'
import { LevelBadge, ProvenanceBadge } from '../ui/badges.tsx'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Faces, LoadingRows } from '../ui/faces.tsx'
import { FormFields } from '../ui/form/form-fields.tsx'
import { useForm } from '../ui/form/use-form.ts'
import { formatFigure, formatMoment, formatSpan } from '../ui/format.ts'
import { useText, useWords } from '../ui/i18n.ts'
import { useApi } from '../ui/queries.ts'
import { useSession } from '../ui/session.ts'
import { toast } from '../ui/toast.tsx'
import { UnitName } from '../ui/unit-name.tsx'
import { useNow } from '../ui/use-now.ts'
import type { PanelContentProps } from './panel.tsx'
import { useView } from './view.ts'

const REASON = [
  {
    name: 'reason',
    label: { zh: '签发关闭的理由', en: 'Reason for signing off' },
    help: {
      zh: '写明核实情况，至少 5 个字，将记入审计',
      en: 'Say what was verified, at least 5 characters; it is kept in the audit',
    },
    kind: 'longText' as const,
    required: true,
    max: 500,
  },
]

const useAct = (id: string, action: 'acknowledge' | 'sign-off', done: () => void) => {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (body: object) => post(`/api/alerts/${encodeURIComponent(id)}/${action}`, body),
    onSuccess: done,
    onError: (error) => toast(error.message, 'info'),
    onSettled: () => {
      void client.invalidateQueries({ queryKey: ['/api/alerts'] })
      void client.invalidateQueries({ queryKey: [`/api/alerts/${id}`] })
    },
  })
}

const SignOff = ({ id, open, onClose }: { id: string; open: boolean; onClose: () => void }) => {
  const t = useWords()
  const form = useForm(REASON)
  const act = useAct(id, 'sign-off', () => {
    toast(t('alerts.signedOff'))
    onClose()
  })
  return (
    <Dialog
      open={open}
      onClose={onClose}
      title={t('alerts.signOff')}
      footer={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button
            tone="primary"
            pending={act.isPending}
            onPress={() =>
              form.check() &&
              act.mutate({ reason: String(form.values.reason).trim() }, { onError: (error) => void form.take(error) })
            }
          >
            {t('alerts.signOff')}
          </Button>
        </>
      }
    >
      <p className="cp-dim">{t('alerts.signOffHelp')}</p>
      <FormFields fields={REASON} form={form} />
    </Dialog>
  )
}

const Actions = ({ alert }: { alert: AlertDetail['alert'] }) => {
  const t = useWords()
  const { may } = useSession()
  const { go } = useView()
  const [signing, setSigning] = useState(false)
  const acknowledge = useAct(alert.id, 'acknowledge', () => toast(t('alerts.acknowledged')))
  const open = alert.state !== 'closed'
  return (
    <div className="cp-actions">
      {alert.state === 'open' && may('alert.handle', alert.region) && (
        <Button tone="primary" icon="check" pending={acknowledge.isPending} onPress={() => acknowledge.mutate({})}>
          {t('alerts.acknowledge')}
        </Button>
      )}
      {open && may('alert.sign-off', alert.region) && (
        <Button icon="flag" onPress={() => setSigning(true)}>
          {t('alerts.signOff')}
        </Button>
      )}
      {alert.caseId && may('case.read') && (
        <Button icon="document" onPress={() => go({ panel: `case:${alert.caseId}` })}>
          {t('alerts.case')}
        </Button>
      )}
      {alert.indicator && (
        <Button icon="chart" onPress={() => go({ region: alert.region, panel: `explain:${alert.indicator}` })}>
          {t('alerts.explain')}
        </Button>
      )}
      <SignOff id={alert.id} open={signing} onClose={() => setSigning(false)} />
    </div>
  )
}

export const AlertPanel = ({ id, at }: PanelContentProps) => {
  const t = useWords()
  const say = useText()
  const { go } = useView()
  const ticking = useNow()
  const now = at ? Date.parse(at) : ticking
  const detail = useApi<AlertDetail>(`/api/alerts/${encodeURIComponent(id)}`, undefined, { every: 30_000 })
  return (
    <Faces of={detail} loading={<LoadingRows rows={5} />}>
      {({ alert, log }) => (
        <div className="cp-explain">
          <section aria-label={alert.subject}>
            <p className="cp-hero-notes">
              <LevelBadge level={alert.level} />
              <span>{t(`alerts.state.${alert.state}`)}</span>
              <ProvenanceBadge provenance={alert.provenance} />
            </p>
            <h3 className="cp-explain-title">{alert.subject}</h3>
            <p>{say(alert.title)}</p>
            <dl className="cp-facts">
              <div>
                <dt>{t('alerts.value')}</dt>
                <dd>{formatFigure(alert.value, alert.unit, Number.isInteger(alert.value) ? 0 : 1)}</dd>
              </div>
              <div>
                <dt>{t('alerts.threshold')}</dt>
                <dd>{formatFigure(alert.threshold, alert.unit, Number.isInteger(alert.threshold) ? 0 : 1)}</dd>
              </div>
              <div>
                <dt>{t('alerts.lasting')}</dt>
                <dd>{formatSpan((alert.closedAt ? Date.parse(alert.closedAt) : now) - Date.parse(alert.raisedAt))}</dd>
              </div>
              <div>
                <dt>{t('alerts.owner')}</dt>
                <dd>{alert.owner ? <UnitName id={alert.owner} /> : t('alerts.nobody')}</dd>
              </div>
              <div>
                <dt>{t('alerts.region')}</dt>
                <dd>
                  <Button size="small" tone="plain" onPress={() => go({ region: alert.region })}>
                    {alert.regionName}
                  </Button>
                </dd>
              </div>
            </dl>
            {alert.reason && <p className="cp-formula">{t('alerts.reason', { reason: alert.reason })}</p>}
          </section>
          <Actions alert={alert} />
          <section>
            <h3>{t('alerts.log')}</h3>
            <ol className="cp-log">
              {[...log].reverse().map((entry) => (
                <li key={entry.seq}>
                  <span className="cp-log-when">{formatMoment(entry.at, now)}</span>
                  <span>
                    <strong>{t(`alerts.kind.${entry.kind}`)}</strong> {entry.actor}
                    {entry.value !== null && ` · ${formatFigure(entry.value, alert.unit, Number.isInteger(entry.value) ? 0 : 1)}`}
                    {entry.note && <span className="cp-dim"> {entry.note}</span>}
                  </span>
                  <LevelBadge level={entry.level} />
                </li>
              ))}
            </ol>
          </section>
        </div>
      )}
    </Faces>
  )
}
