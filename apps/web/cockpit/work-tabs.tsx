/** Under the alerts: what is overdue; and, when nothing is or on request, the three rates of the regions below. */
import { useState } from 'react'
import { useWords } from '../ui/i18n.ts'
import { useSession } from '../ui/session.ts'
import { Tabs } from '../ui/tabs.tsx'
import { useOverdue } from './data.ts'
import { OverdueList } from './overdue-list.tsx'
import { RatesTable } from './rates-table.tsx'

export const WorkTabs = ({ region, at }: { region: string; at: string | undefined }) => {
  const t = useWords()
  const { may } = useSession()
  const [chosen, setChosen] = useState<string | null>(null)
  const overdue = useOverdue(region, may('case.read') && at === undefined)
  const total = overdue.data?.total ?? overdue.data?.items.length
  const tabs = [
    {
      id: 'overdue',
      label: t('overdue.title'),
      count: at ? null : (total ?? null),
      content: <OverdueList region={region} overdue={overdue} at={at} />,
    },
    ...(may('rate.read', region) && region.length < 9 && !at
      ? [{ id: 'rates', label: t('rates.title'), content: <RatesTable region={region} /> }]
      : []),
  ]
  const fitting = total === 0 ? 'rates' : 'overdue'
  const wanted = chosen ?? fitting
  return (
    <section className="cp-overdue">
      <h2 className="hh-spoken">{t('work')}</h2>
      <Tabs
        label={t('work')}
        tabs={tabs}
        selected={tabs.some(({ id }) => id === wanted) ? wanted : 'overdue'}
        onSelect={setChosen}
      />
    </section>
  )
}
