/** One held row: the line and run that wrote it, where that came from, and who uses the resource. */
import type { LineageNodeView, RowLineage } from '@haihe/contract'
import { useState } from 'react'
import { ApiError } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useApi } from '../../ui/queries.ts'
import { AppLink } from '../parts/app-link.tsx'
import { TextField, useSending } from '../parts/form.tsx'
import { RegionName } from '../parts/region-name.tsx'
import { Facts, Moment } from '../parts/small.tsx'
import { ResourceField } from '../quality/resource-field.tsx'
import './lineage.css'
import { KIND_ICON, keyOf, nodeHref } from './nodes.ts'
import { useTitle } from './place-words.ts'
import { wayOf } from './row.ts'

const Step = ({ node }: { node: LineageNodeView }) => {
  const t = useWords()
  const titleOf = useTitle()
  return (
    <li>
      <Icon name={KIND_ICON[node.kind]} />
      <div>
        <small>{t(`lineage.kind.${node.kind}`)}</small>
        {node.kind === 'row' ? <strong>{node.title}</strong> : <AppLink href={nodeHref(node)}>{titleOf(node)}</AppLink>}
      </div>
    </li>
  )
}

const RowWay = ({ resource, rowKey }: { resource: string; rowKey: string }) => {
  const t = useWords()
  const row = useApi<RowLineage>(`/api/lineage/rows/${encodeURIComponent(resource)}/${encodeURIComponent(rowKey)}`, { depth: 5 })
  if (row.error instanceof ApiError && row.error.status === 404)
    return (
      <Empty icon="search" title={t('lineage.rowGone')}>
        {t('lineage.rowGoneHelp')}
      </Empty>
    )
  return (
    <Faces of={row} loading={<LoadingRows rows={5} />}>
      {(found) => {
        const { path, uses } = wayOf(found)
        return (
          <>
            <section className="hc-section">
              <h3>{t('lineage.path')}</h3>
              <ol className="hc-way">
                {path.map((node) => (
                  <Step key={keyOf(node)} node={node} />
                ))}
              </ol>
              <Facts
                of={[
                  [t('lineage.rowIs.line'), found.line],
                  [t('lineage.rowIs.run'), found.run],
                  [t('lineage.rowIs.at'), <Moment key="at" at={found.at} />],
                  [t('lineage.rowIs.region'), found.region && <RegionName key="region" code={found.region} />],
                  [t('lineage.rowIs.version'), found.version],
                ]}
              />
            </section>
            <section className="hc-section">
              <h3>{t('lineage.uses')}</h3>
              {uses.length === 0 ? (
                <p className="hc-note">{t('lineage.noUses')}</p>
              ) : (
                <ul className="hc-uses">
                  {uses.map((node) => (
                    <Step key={keyOf(node)} node={node} />
                  ))}
                </ul>
              )}
            </section>
          </>
        )
      }}
    </Faces>
  )
}

export const RowTab = ({ row, onRow }: { row: string | undefined; onRow: (row: string) => void }) => {
  const t = useWords()
  const sending = useSending()
  const at = row?.indexOf('#') ?? -1
  const asked = row !== undefined && at > 0 ? { resource: row.slice(0, at), key: row.slice(at + 1) } : undefined
  const [resource, setResource] = useState(asked?.resource ?? '')
  const [key, setKey] = useState(asked?.key ?? '')
  const trace = () => {
    const fine = sending.check({
      resource: resource === '' && t('lineage.resourceWrong'),
      key: key.trim() === '' && t('lineage.keyWrong'),
    })
    if (fine) onRow(`${resource}#${key.trim()}`)
  }
  return (
    <div className="hc-narrow">
      <form
        className="hc-form hc-section"
        onSubmit={(event) => {
          event.preventDefault()
          trace()
        }}
      >
        <p className="hc-note">{t('lineage.rowHelp')}</p>
        <ResourceField label={t('lineage.resource')} value={resource} onChange={setResource} error={sending.wrong('resource')} />
        <TextField
          label={t('lineage.key')}
          help={t('lineage.keyHelp')}
          value={key}
          onChange={setKey}
          error={sending.wrong('key')}
          mono
        />
        <div>
          <Button tone="primary" icon="search" onPress={trace}>
            {t('lineage.trace')}
          </Button>
        </div>
      </form>
      {asked && <RowWay key={row} resource={asked.resource} rowKey={asked.key} />}
    </div>
  )
}
