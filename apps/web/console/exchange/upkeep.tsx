/** What somebody must decide or may switch: columns that are new, where the next increment starts, whether it goes by itself. */
import type { ConnectorView } from '@haihe/contract'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { post, request } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { toast } from '../../ui/toast.tsx'
import { Confirm } from '../parts/confirm.tsx'
import { useSending } from '../parts/form.tsx'
import { Outcome } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { connectorInput } from './connector-input.ts'
import { readAnew } from './exchange.ts'
import type { ConnectorsSearch } from './section.ts'

const MOST_NAMED = 12

/** A source that got more columns: nothing is lost by waiting, so it only says so. */
export const NewColumns = ({ connector, manage }: { connector: ConnectorView; manage: boolean }) => {
  const t = useWords()
  const { go } = useSearchState<ConnectorsSearch>()
  const { newColumns, id, kind } = connector
  if (newColumns.length === 0) return null
  const names = newColumns.slice(0, MOST_NAMED).join('、') + (newColumns.length > MOST_NAMED ? '…' : '')
  return (
    <Outcome tone="good">
      <span>{t('exchange.newColumns', { count: newColumns.length, names })}</span>
      {manage && (
        <span>
          <Button
            size="small"
            onPress={() =>
              go({ edit: id, step: kind === 'upload' || kind === 'folder' ? 'connect' : 'map', open: undefined, tab: undefined })
            }
          >
            {t('exchange.changeMapping')}
          </Button>
        </span>
      )}
    </Outcome>
  )
}

/** Where the next increment starts, in words; null for connectors that read everything each time. */
export const positionOf = ({ watermark }: Pick<ConnectorView, 'watermark'>): string | null => {
  if (typeof watermark === 'string') return watermark
  if (typeof watermark !== 'object' || watermark === null) return null
  const { column, value } = watermark as { column?: unknown; value?: unknown }
  return typeof value === 'string' ? `${typeof column === 'string' ? `${column} > ` : ''}${value}` : null
}

/** Off: no clock, no arrival starts it; by hand it still runs. */
export const Switches = ({ connector }: { connector: ConnectorView }) => {
  const t = useWords()
  const client = useQueryClient()
  const sending = useSending()
  const [asking, setAsking] = useState(false)
  const { id, kind, enabled, version, mapping } = connector
  const byItself = kind !== 'upload' && Object.keys(mapping.fields).length > 0
  const flip = async () => {
    const fine = await sending.send(() =>
      request('PUT', `/api/connectors/${id}`, { query: { version }, body: connectorInput(connector, { enabled: !enabled }) }),
    )
    await readAnew(client)
    if (fine) toast(t(enabled ? 'exchange.wasDisabled' : 'exchange.wasEnabled'))
  }
  const again = async () => {
    await post(`/api/connectors/${id}/runs`, { restart: true })
    toast(t('exchange.started'))
    await readAnew(client)
  }
  const started = positionOf(connector) !== null
  if (!byItself && !started) return null
  return (
    <>
      <div className="hc-filters">
        {byItself && (
          <Button size="small" icon={enabled ? 'minus' : 'play'} pending={sending.busy} onPress={() => void flip()}>
            {t(enabled ? 'exchange.disable' : 'exchange.enable')}
          </Button>
        )}
        {started && (
          <Button size="small" icon="refresh" onPress={() => setAsking(true)}>
            {t('exchange.restart')}
          </Button>
        )}
      </div>
      {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
      <Confirm
        open={asking}
        onClose={() => setAsking(false)}
        title={t('exchange.restart')}
        action={t('exchange.restart')}
        run={again}
      >
        <p>{t('exchange.restartHelp')}</p>
      </Confirm>
    </>
  )
}
