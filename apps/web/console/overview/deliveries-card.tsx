import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { DELIVERY_TONE, useDeliveryCounts } from '../deliveries/deliveries.ts'
import { StateMark } from '../parts/small.tsx'
import { Card, Line } from './card.tsx'

const SHOWN = ['dead', 'tried', 'queued', 'delivered'] as const

/** Deliveries to subscribers by state; what was given up first. */
export const DeliveriesCard = () => {
  const t = useWords()
  const deliveries = useDeliveryCounts()
  return (
    <Card title={t('page.deliveries')} href="/console/deliveries">
      <Faces of={deliveries} loading={<LoadingRows rows={2} height="1.5rem" />} small>
        {({ counts }) => {
          const shown = SHOWN.filter((state) => counts[state] > 0)
          return shown.length === 0 ? (
            <StateMark tone="off">{t('overview.noDeliveries')}</StateMark>
          ) : (
            <ul>
              {shown.map((state) => (
                <Line
                  key={state}
                  href={`/console/deliveries?state=${state}`}
                  name={<StateMark tone={DELIVERY_TONE[state]}>{t(`deliveries.is.${state}`)}</StateMark>}
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
