/** 今天空气: one number and one word for my district, as fresh as it is. */
import type { Board, Region, Tile } from '@haihe/contract'
import { useState } from 'react'
import { ProvenanceBadge } from '../../ui/badges.tsx'
import { Bone, Failing, Loading, StaleNote } from '../../ui/faces.tsx'
import { formatAgo, formatFigure } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import type { Page } from '../../ui/queries.ts'
import { useApi } from '../../ui/queries.ts'
import { useNow } from '../../ui/use-now.ts'
import { useOpenApi } from '../visitor.ts'
import { airTiles, keepDistrict, keptDistrict } from './air.ts'

const Reading = ({ main, rest }: { main: Tile; rest: readonly Tile[] }) => {
  const t = useWords()
  const say = useText()
  const now = useNow()
  return (
    <>
      <p className="cit-air-main">
        <strong>{formatFigure(main.value, '', main.precision)}</strong>
        {main.band && <b>{say(main.band)}</b>}
        <span>{say(main.title)}</span>
      </p>
      {rest.length > 0 && (
        <ul className="cit-air-rest">
          {rest.map((tile) => (
            <li key={tile.indicator}>
              {say(tile.title)} {formatFigure(tile.value, tile.unit, tile.precision)}
            </li>
          ))}
        </ul>
      )}
      <p className="cit-air-foot">
        {main.stale ? (
          <StaleNote since={main.freshAt} now={now} />
        ) : (
          main.freshAt && t('tile.fresh', { span: formatAgo(main.freshAt, now) })
        )}
        {main.provenance && <ProvenanceBadge provenance={main.provenance} />}
      </p>
    </>
  )
}

export const AirCard = () => {
  const t = useWords()
  const [district, setDistrict] = useState(keptDistrict)
  const districts = useApi<Page<Region>>('/api/regions', undefined, { staleTime: Infinity })
  const code = district || (districts.data?.items[0]?.code ?? '')
  const board = useOpenApi<Board>('/api/indicators/board', { region: code }, { enabled: code !== '', every: 300_000 })
  const found = board.data ? airTiles(board.data.tiles) : null
  return (
    <section className="cit-card cit-air" data-stale={found?.main?.stale || undefined} aria-labelledby="air">
      <div className="cit-air-head">
        <h2 id="air">{t('air.title')}</h2>
        {districts.data && (
          <select
            className="hh-input"
            aria-label={t('air.district')}
            value={code}
            onChange={(event) => {
              setDistrict(event.target.value)
              keepDistrict(event.target.value)
            }}
          >
            {districts.data.items.map((region) => (
              <option key={region.code} value={region.code}>
                {region.name}
              </option>
            ))}
          </select>
        )}
      </div>
      {found?.main ? (
        <Reading main={found.main} rest={found.rest} />
      ) : board.data === null ? (
        <p className="cit-lead">{t('air.locked')}</p>
      ) : board.data ? (
        <p className="cit-lead">{t('air.none')}</p>
      ) : board.error ? (
        <Failing small error={board.error} retry={() => void board.refetch()} />
      ) : (
        <Loading>
          <Bone height="3rem" />
        </Loading>
      )}
    </section>
  )
}
