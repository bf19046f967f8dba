/** One run as it goes, and where its rejected rows are. */
import type { LiveMessages, RunView } from '@haihe/contract'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { AppLink } from '../parts/app-link.tsx'
import { type Neighbours, Panel } from '../parts/desk.tsx'
import { Facts, Moment } from '../parts/small.tsx'
import { useConnector, withNews } from './lists.ts'
import { RunProgress, RunState } from './run-progress.tsx'

export const RunPanel = ({
  id,
  news,
  onClose,
  ...neighbours
}: Neighbours & { id: string; news: ReadonlyMap<number, LiveMessages['run']>; onClose: () => void }) => {
  const t = useWords()
  const { may } = useSession()
  const run = useApi<RunView>(`/api/runs/${encodeURIComponent(id)}`, undefined, { every: 2000, keep: true })
  const connector = useConnector(run.data?.connector)
  const one = connector.data
  const manage = one !== undefined && may('exchange.manage', one.region)
  return (
    <Panel
      title={one?.title ?? `#${id}`}
      above={
        <>
          <span>{t('exchange.runOf', { id })}</span>
          {run.data && <RunState run={run.data} />}
        </>
      }
      onClose={onClose}
      {...neighbours}
    >
      <Faces of={run} loading={<LoadingRows rows={5} />}>
        {(known) => (
          <div className="hc-section">
            <RunProgress run={withNews(known, news)} manage={manage} />
            {known.rejected > 0 && manage && (
              <p className="hc-note">
                <AppLink href={`/console/connectors?open=${known.connector}&tab=rejects`}>
                  {t('exchange.toRejects', { count: one?.openRejects ?? known.rejected })}
                </AppLink>
              </p>
            )}
            <Facts
              of={[
                [
                  t('exchange.connector'),
                  <AppLink key="connector" href={`/console/connectors?open=${known.connector}`}>
                    {one?.title ?? known.connector}
                  </AppLink>,
                ],
                one && [
                  t('exchange.resource'),
                  <AppLink key="resource" href={`/console/catalogue?open=${known.resource}`}>
                    {one.resourceTitle}
                  </AppLink>,
                ],
                [t('exchange.triggerIs'), t(`exchange.trigger.${known.trigger}`)],
                [t('exchange.begun'), <Moment key="begun" at={known.startedAt} />],
                [t('exchange.changedAt'), <Moment key="changed" at={known.changedAt} />],
                [t('exchange.ended'), <Moment key="ended" at={known.endedAt} />],
              ]}
            />
          </div>
        )}
      </Faces>
    </Panel>
  )
}
