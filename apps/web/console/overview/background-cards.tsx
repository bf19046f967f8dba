import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { consumerTone, countStates, JOB_TONE, useConsumers, useJobs } from '../jobs/background.ts'
import { Ago, StateMark } from '../parts/small.tsx'
import { Card, Line } from './card.tsx'

/** Jobs by state; those that failed for good first. */
export const JobsCard = () => {
  const t = useWords()
  const jobs = useJobs()
  return (
    <Card title={t('nav.jobs')} href="/console/jobs">
      <Faces of={jobs} loading={<LoadingRows rows={2} height="1.5rem" />} small>
        {({ items }) => {
          const counts = countStates(items)
          const shown = (['dead', 'retrying', 'running', 'waiting'] as const).filter((state) => counts[state] > 0)
          return shown.length === 0 ? (
            <StateMark tone="good">{t('overview.noJobs')}</StateMark>
          ) : (
            <ul>
              {shown.map((state) => (
                <Line
                  key={state}
                  href={`/console/jobs?state=${state}`}
                  name={<StateMark tone={JOB_TONE[state]}>{t(`jobs.state.${state}`)}</StateMark>}
                  count={formatFigure(counts[state])}
                />
              ))}
            </ul>
          )
        }}
      </Faces>
    </Card>
  )
}

/** Consumers of the outbox that have something waiting or given up; else that all have caught up. */
export const ConsumersCard = () => {
  const t = useWords()
  const consumers = useConsumers()
  return (
    <Card title={t('page.consumers')} href="/console/consumers">
      <Faces of={consumers} loading={<LoadingRows rows={2} height="1.5rem" />} small>
        {({ items }) => {
          const behind = items.filter(({ waiting, dead }) => waiting + dead > 0)
          return behind.length === 0 ? (
            <StateMark tone="good">{t('overview.consumersFine', { count: items.length })}</StateMark>
          ) : (
            <ul>
              {behind.map((consumer) => (
                <Line
                  key={consumer.consumer}
                  href={`/console/consumers?open=${consumer.consumer}`}
                  name={<StateMark tone={consumerTone(consumer)}>{consumer.consumer}</StateMark>}
                  note={<Ago at={consumer.movedAt} />}
                  count={t('overview.behind', { waiting: consumer.waiting, dead: consumer.dead })}
                />
              ))}
            </ul>
          )
        }}
      </Faces>
    </Card>
  )
}
