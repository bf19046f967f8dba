import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useLetterCounts } from '../dead-letters/open-letters.ts'
import { useReason } from '../dead-letters/reason.ts'
import { StateMark } from '../parts/small.tsx'
import { Card, Line } from './card.tsx'

const MOST = 5

/** Rejected items that wait, by reason. */
export const LettersCard = () => {
  const t = useWords()
  const reason = useReason()
  const letters = useLetterCounts(true)
  return (
    <Card title={t('overview.letters')} href="/console/dead-letters">
      <Faces of={letters} loading={<LoadingRows rows={2} height="1.5rem" />} small>
        {({ counts }) =>
          counts.length === 0 ? (
            <StateMark tone="good">{t('overview.noLetters')}</StateMark>
          ) : (
            <ul>
              {counts.slice(0, MOST).map(({ code, count }) => (
                <Line key={code} href={`/console/dead-letters?code=${code}`} name={reason(code)} count={formatFigure(count)} />
              ))}
            </ul>
          )
        }
      </Faces>
    </Card>
  )
}
