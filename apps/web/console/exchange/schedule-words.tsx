/** 每日 02:30: a schedule as people say it. */
import type { ConnectorView } from '@haihe/contract'
import { useWords } from '../../ui/i18n.ts'
import { planOf } from './schedule.ts'

export const useScheduleWords = (): ((one: Pick<ConnectorView, 'kind' | 'schedule'>) => string) => {
  const t = useWords()
  return ({ kind, schedule }) => {
    const { rhythm, time, day, every, own } = planOf(schedule)
    if (rhythm === 'hand') return t(kind === 'folder' || kind === 'mqtt' ? 'exchange.plan.arrival' : 'exchange.plan.hand')
    const weekday = rhythm === 'weekly' ? t(`exchange.weekday.${day}`) : ''
    return t(`exchange.plan.${rhythm}`, { time, day: weekday || day, every, own, minute: time.slice(3) })
  }
}

export const ScheduleWords = ({ connector }: { connector: Pick<ConnectorView, 'kind' | 'schedule'> }) => (
  <>{useScheduleWords()(connector)}</>
)
