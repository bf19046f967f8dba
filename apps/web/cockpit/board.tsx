/** Live tiles, in the order of the server, under the heading of their domain. */
import type { Board, Tile as TileView } from '@haihe/contract'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import type { ApiError } from '../ui/api.ts'
import { Button } from '../ui/button.tsx'
import { Empty, Faces, Loading } from '../ui/faces.tsx'
import { useWords } from '../ui/i18n.ts'
import { Tile } from '../ui/tile.tsx'
import { TileBones } from './bones.tsx'
import { useIndicators } from './data.ts'

export interface IndicatorBoardProps {
  board: UseQueryResult<Board, ApiError>
  selected: string | null
  onExplain: (indicator: string) => void
}

/** Domains in the order in which they first appear. */
export const byDomain = (
  tiles: readonly TileView[],
  domainOf: (indicator: string) => string,
): { domain: string; tiles: TileView[] }[] => {
  const groups = new Map<string, TileView[]>()
  for (const tile of tiles) {
    const domain = domainOf(tile.indicator)
    groups.set(domain, [...(groups.get(domain) ?? []), tile])
  }
  return [...groups].map(([domain, members]) => ({ domain, tiles: members }))
}

/** What a wall shows of a domain at a glance; the rest is one press away. */
const AT_A_GLANCE = 3

interface DomainTilesProps extends Pick<IndicatorBoardProps, 'selected' | 'onExplain'> {
  group: { domain: string; tiles: readonly TileView[] }
}

const DomainTiles = ({ group, selected, onExplain }: DomainTilesProps) => {
  const t = useWords()
  const [all, setAll] = useState(false)
  const name = group.domain ? t(`domain.${group.domain}`, { defaultValue: group.domain }) : t('board.title')
  const folds = group.tiles.length > AT_A_GLANCE + 1
  const open = all || !folds || group.tiles.slice(AT_A_GLANCE).some((tile) => tile.indicator === selected)
  const shown = open ? group.tiles : group.tiles.slice(0, AT_A_GLANCE)
  return (
    <section>
      <div className="cp-domain">
        <h2 className="cp-heading">{name}</h2>
        {folds ? (
          <Button tone="plain" size="small" aria-expanded={open} onPress={() => setAll(!open)}>
            {open ? t('board.fewer') : t('board.all', { count: group.tiles.length })}
          </Button>
        ) : null}
      </div>
      <div className="cp-tiles" data-count={shown.length % 3 === 0 || shown.length > 4 ? 3 : 2}>
        {shown.map((tile) => (
          <Tile key={tile.indicator} tile={tile} selected={selected === tile.indicator} onExplain={onExplain} />
        ))}
      </div>
    </section>
  )
}

export const IndicatorBoard = ({ board, selected, onExplain }: IndicatorBoardProps) => {
  const t = useWords()
  const indicators = useIndicators()
  const domains = new Map((indicators.data?.items ?? []).map((def) => [def.id, def.domain]))
  return (
    <section id="board" className="cp-board" aria-label={t('board.title')} tabIndex={-1}>
      <Faces
        of={board}
        loading={
          <Loading>
            <TileBones />
          </Loading>
        }
      >
        {({ tiles }) =>
          tiles.length === 0 ? (
            <Empty icon="chart" title={t('board.empty')}>
              {t('board.emptyHelp')}
            </Empty>
          ) : (
            byDomain(tiles, (id) => domains.get(id) ?? '').map((group) => (
              <DomainTiles key={group.domain} group={group} selected={selected} onExplain={onExplain} />
            ))
          )
        }
      </Faces>
    </section>
  )
}
