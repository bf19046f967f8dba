/** Live tiles, in the order of the server, under the heading of their domain. */
import type { Board, Tile as TileView } from '@haihe/contract'
import type { UseQueryResult } from '@tanstack/react-query'
import type { ApiError } from '../ui/api.ts'
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
              <section key={group.domain}>
                <h2 className="cp-heading">
                  {group.domain ? t(`domain.${group.domain}`, { defaultValue: group.domain }) : t('board.title')}
                </h2>
                <div className="cp-tiles" data-count={group.tiles.length % 3 === 0 || group.tiles.length > 4 ? 3 : 2}>
                  {group.tiles.map((tile) => (
                    <Tile key={tile.indicator} tile={tile} selected={selected === tile.indicator} onExplain={onExplain} />
                  ))}
                </div>
              </section>
            ))
          )
        }
      </Faces>
    </section>
  )
}
