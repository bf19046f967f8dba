/** The dates of a need: a line of points in the table, a list in the panel. */
import type { LedgerRow } from '@haihe/contract'
import { formatMoment } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { localMinute } from '../../ui/minute.ts'
import { datePoints, MARKS } from './ledger.ts'

/** 11-20 */
const day = (at: string) => localMinute(at).slice(5, 10)

export const DatesLine = ({ row }: { row: Pick<LedgerRow, 'dates' | 'open' | 'state'> }) => {
  const t = useWords()
  return (
    <ol className="hc-dates">
      {datePoints(row).map(({ mark, at, state }) => (
        <li key={mark} data-state={state} title={`${t(`ledger.mark.${mark}`)} ${at ? formatMoment(at) : '—'}`}>
          <i aria-hidden />
          <span className="hh-spoken">{t(`ledger.mark.${mark}`)}</span>
          {at ? <time dateTime={at}>{day(at)}</time> : <span aria-hidden>–</span>}
        </li>
      ))}
    </ol>
  )
}

/** The names of the points, over them. */
export const DatesHead = () => {
  const t = useWords()
  return (
    <span className="hc-dates" data-head>
      {MARKS.map((mark) => (
        <span key={mark}>{t(`ledger.mark.${mark}`)}</span>
      ))}
    </span>
  )
}

export const DatesList = ({ row }: { row: LedgerRow }) => {
  const t = useWords()
  return (
    <ol className="hc-dates-list">
      {datePoints(row).map(({ mark, at, state }) => (
        <li key={mark} data-state={state}>
          <i aria-hidden />
          <span>{t(`ledger.mark.${mark}`)}</span>
          {at ? (
            <time dateTime={at}>{formatMoment(at)}</time>
          ) : (
            <span>{t(state === 'ahead' ? 'ledger.ahead' : 'ledger.skipped')}</span>
          )}
        </li>
      ))}
    </ol>
  )
}
