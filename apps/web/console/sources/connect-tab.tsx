import type { SourceView } from '@haihe/contract'
import { useMemo } from 'react'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { AppLink } from '../parts/app-link.tsx'
import { Facts, Mono, Snippet } from '../parts/small.tsx'
import { examplesOf } from './examples.ts'

/** the port a hub listens on unless HAIHE_MQTT_PORT says otherwise */
const MQTT_PORT = 1883

/** Everything a device or a department needs to know to write to this source. */
export const ConnectTab = ({ source }: { source: SourceView }) => {
  const t = useWords()
  const { may } = useSession()
  const examples = useMemo(
    () =>
      examplesOf(source, {
        origin: location.origin,
        host: location.hostname,
        mqttPort: MQTT_PORT,
        at: new Date(Math.floor(Date.now() / 60_000) * 60_000).toISOString(),
      }),
    [source],
  )
  return (
    <>
      <section className="hc-section">
        <Facts
          of={[
            [t('connect.mqttTopic'), <Mono key="topic">{`haihe/${source.id}/{entity}/{attribute}`}</Mono>],
            [t('connect.mqttBatchTopic'), <Mono key="batch">{`haihe/${source.id}/batch`}</Mono>],
            [t('connect.mqttServer'), <Mono key="server">{`${location.hostname}:${MQTT_PORT}`}</Mono>],
            [t('connect.httpAddress'), <Mono key="http">{`POST /api/ingest/${source.id}`}</Mono>],
          ]}
        />
        <p className="hc-note">{t('connect.portNote')}</p>
        <p className="hc-note">
          {may('account.manage', source.region) ? (
            <>
              {t('connect.secrets')}{' '}
              <AppLink href={`/console/sources?open=${source.id}&tab=credentials`}>{t('connect.toCredentials')}</AppLink>
            </>
          ) : (
            t('connect.secretsByAdmin')
          )}
        </p>
      </section>
      {examples.map(({ id, text }) => (
        <section key={id} className="hc-section">
          <h3>{t(`connect.${id}`)}</h3>
          <p className="hc-note">{t(`connect.${id}Help`)}</p>
          <Snippet text={text} label={t(`connect.${id}`)} />
        </section>
      ))}
      <section className="hc-section">
        <h3>{t('connect.answers')}</h3>
        <ul className="hc-bullets">
          {(['committed', 'perItem', 'again', 'busy'] as const).map((id) => (
            <li key={id}>{t(`connect.answer.${id}`)}</li>
          ))}
        </ul>
      </section>
    </>
  )
}
