import type { Tile as TileView } from '@haihe/contract'
import { Button } from 'react-aria-components/Button'
import { LevelBadge, ProvenanceBadge } from './badges.tsx'
import './faces.css'
import { figure, formatAgo, formatChange } from './format.ts'
import { useText, useWords } from './i18n.ts'
import { Icon } from './icon.tsx'
import { Sparkline } from './sparkline.tsx'
import './tile.css'
import { useNow } from './use-now.ts'

export interface TileProps {
  tile: TileView
  /** a press explains the number */
  onExplain?: (indicator: string) => void
  selected?: boolean
  now?: number
}

/** One indicator: the number is the hero, unit and change beside it, trend under it, freshness on hover. */
export const Tile = ({ tile, onExplain, selected, now }: TileProps) => {
  const t = useWords()
  const say = useText()
  const ticking = useNow()
  const at = now ?? ticking
  const { text, magnitude, unit } = figure(tile.value, tile.unit, tile.precision)
  const better =
    tile.change === null || tile.change === 0 || tile.direction === 0
      ? undefined
      : Math.sign(tile.change) === tile.direction
        ? 'yes'
        : 'no'
  const change = tile.change === null ? '' : formatChange(tile.change, tile.unit, tile.precision)
  return (
    <Button
      className="hh-tile"
      data-stale={tile.stale || undefined}
      data-selected={selected || undefined}
      onPress={() => onExplain?.(tile.indicator)}
    >
      <span className="hh-tile-head">
        <span>{say(tile.title)}</span>
        {tile.level && <LevelBadge level={tile.level} note={say(tile.band)} />}
      </span>
      <span className="hh-tile-number">
        {text}
        <small>
          {magnitude}
          {unit}
        </small>
        {!tile.level && tile.band && <small>{say(tile.band)}</small>}
      </span>
      <span className="hh-tile-spark">
        <Sparkline values={tile.spark} />
      </span>
      <span className="hh-tile-foot">
        {tile.stale ? (
          <span className="hh-stale" title={t('face.stale')}>
            <Icon name="history" size="1em" />
            {tile.freshAt ? formatAgo(tile.freshAt, at) : t('tile.noValue')}
          </span>
        ) : (
          <>
            <span className="hh-tile-window">
              {change && (
                <span className="hh-tile-change" data-good={better} title={t('tile.change', { change })}>
                  {change}
                </span>
              )}{' '}
              <span>{t(`time.window.${tile.window}`)}</span>
            </span>
            <span className="hh-tile-fresh">
              {tile.freshAt ? t('tile.fresh', { span: formatAgo(tile.freshAt, at) }) : t('tile.noValue')}
            </span>
          </>
        )}
        {tile.provenance && tile.provenance !== 'local' && <ProvenanceBadge provenance={tile.provenance} />}
      </span>
      <span className="hh-spoken">{t('tile.explain')}</span>
    </Button>
  )
}
