/** Fourth step: when it runs, and the first run. */
import type { ConnectorView, Resource } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post, request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { formatDate, formatTime } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { toast } from '../../ui/toast.tsx'
import { useSending } from '../parts/form.tsx'
import { Facts, Mono, Outcome } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { connectorInput } from './connector-input.ts'
import { readAnew } from './exchange.ts'
import { PlanFields } from './plan-fields.tsx'
import { cronOf, FIRST_PLAN, nextTimes, planOf } from './schedule.ts'
import type { ConnectorsSearch } from './section.ts'
import { useUpload } from './use-upload.ts'

const Times = ({ cron }: { cron: string | null }) => {
  const t = useWords()
  const [now] = useState(Date.now)
  if (cron === null) return null
  const times = nextTimes(cron, now)
  if (times === null) return <p className="hc-bad">{t('exchange.cronWrong')}</p>
  return (
    <p className="hc-note" role="status">
      {times.length === 0
        ? t('exchange.never')
        : t('exchange.nextTimes', {
            times: times.map((at) => `${formatDate(at.getTime())} ${formatTime(at.getTime())}`).join('，'),
          })}
    </p>
  )
}

/** Files are read when they come, messages when they arrive: neither waits for a clock. */
const BY_CLOCK = new Set<ConnectorView['kind']>(['postgres', 'mysql', 'http', 'ngsi-ld'])

export const StartStep = ({ connector, resource }: { connector: ConnectorView; resource: Resource }) => {
  const t = useWords()
  const client = useQueryClient()
  const { search, go } = useSearchState<ConnectorsSearch>()
  const { kind, id } = connector
  const clock = BY_CLOCK.has(kind)
  const [plan, setPlan] = useState(() =>
    connector.lastRun === null && connector.schedule === null && clock ? FIRST_PLAN : planOf(connector.schedule),
  )
  const upload = useUpload(kind === 'upload' ? search.upload : undefined)
  const sending = useSending()
  const [starts, setStarts] = useState(false)
  const cron = clock ? cronOf(plan) : null
  const mapped = Object.keys(connector.mapping.fields).length
  const fine = mapped > 0 && (cron === null || nextTimes(cron, Date.now()) !== null)
  const save = async (start: boolean) => {
    setStarts(start)
    const done = await sending.send(async () => {
      await request('PUT', `/api/connectors/${id}`, {
        query: { version: connector.version },
        body: connectorInput(connector, { enabled: true, schedule: cron }),
      })
      if (start) await post(`/api/connectors/${id}/runs`, kind === 'upload' ? { upload: search.upload } : {})
    })
    await readAnew(client)
    if (!done) return
    toast(t(start ? 'exchange.started' : 'exchange.saved'))
    go({ edit: undefined, step: undefined, upload: undefined, new: undefined, open: id, tab: undefined })
  }
  return (
    <section className="hc-section hc-start">
      <Facts
        of={[
          [t('exchange.kindIs'), t(`exchange.kind.${kind}`)],
          [t('exchange.resource'), resource.title],
          [t('exchange.tab.mapping'), t('exchange.mappedOf', { mapped, total: resource.fields.length })],
          upload.data && [t('exchange.file'), upload.data.name],
        ]}
      />
      {clock && (
        <>
          <PlanFields plan={plan} onPlan={setPlan} />
          <Times cron={cron} />
        </>
      )}
      {kind === 'folder' && (
        <p>
          {t('exchange.folderPlace')} <Mono>HAIHE_HOME/inbox/{id}/</Mono>
        </p>
      )}
      {kind === 'mqtt' && <p className="hc-note">{t('exchange.mqttStarts')}</p>}
      <p className="hc-note">{t('exchange.startHelp')}</p>
      {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
      <div className="hc-flow-foot">
        <Button onPress={() => go({ step: 'map' })}>{t('exchange.backToMap')}</Button>
        {clock && (
          <Button isDisabled={!fine} pending={sending.busy && !starts} onPress={() => void save(false)}>
            {t('exchange.saveOnly')}
          </Button>
        )}
        <Button
          tone="primary"
          icon="play"
          isDisabled={!fine || (kind === 'upload' && !search.upload)}
          pending={sending.busy && starts}
          onPress={() => void save(kind !== 'folder' && kind !== 'mqtt')}
        >
          {t(
            kind === 'folder' || kind === 'mqtt'
              ? 'exchange.begin'
              : kind === 'upload'
                ? 'exchange.load'
                : 'exchange.saveAndStart',
          )}
        </Button>
      </div>
    </section>
  )
}
