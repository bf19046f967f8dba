/** The map as a list: the same names and values, reachable by keyboard, ordered by value. */
import { Button } from 'react-aria-components/Button'
import { AlertMark } from '../badges.tsx'
import { useWords } from '../i18n.ts'
import type { AreaFill } from './city-map.tsx'
import './region-list.css'

export interface RegionRow extends Partial<AreaFill> {
  code: string
  name: string
  value: number | null
}

export interface RegionListProps {
  label: string
  rows: readonly RegionRow[]
  selected?: string | null
  onSelect: (code: string) => void
}

export const RegionList = ({ label, rows, selected, onSelect }: RegionListProps) => {
  const t = useWords()
  const most = Math.max(...rows.map((row) => Math.abs(row.value ?? 0)), 1e-9)
  return (
    <ul className="hh-regions" aria-label={label}>
      {rows.map((row) => (
        <li key={row.code}>
          <Button
            className="hh-region"
            data-stale={row.stale || undefined}
            aria-current={row.code === selected || undefined}
            onPress={() => onSelect(row.code)}
          >
            <span>
              {row.alert && <AlertMark level={row.alert} />}
              {row.name}
              {row.alert && <span className="hh-spoken">{t('level.alert', { level: t(`level.${row.alert}`) })}</span>}
            </span>
            <b>{row.text ?? ''}</b>
            {row.value !== null && (
              <span className="hh-region-bar" aria-hidden>
                <i style={{ width: `${(Math.abs(row.value) / most) * 100}%`, background: `var(${row.fill ?? '--ramp-3'})` }} />
              </span>
            )}
          </Button>
        </li>
      ))}
    </ul>
  )
}
