/** First step: into which resource, and where the rows are now. */
import type { CataloguePage, ConnectorKind } from '@haihe/contract'
import { useDeferredValue, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { AppLink } from '../parts/app-link.tsx'
import { Field } from '../parts/form.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { KIND_ICON, KINDS } from './exchange.ts'
import { useResource } from './lists.ts'
import type { ConnectorsSearch } from './section.ts'

const ResourceChoice = ({ value, onChange }: { value: string | undefined; onChange: (id: string | undefined) => void }) => {
  const t = useWords()
  const { may } = useSession()
  const [q, setQ] = useState('')
  const asked = useDeferredValue(q.trim())
  const found = useApi<CataloguePage>('/api/catalogue', { q: asked || undefined, kind: 'table', limit: 50 }, { keep: true })
  const chosen = useResource(value)
  const items = (found.data?.items ?? []).filter(({ region, state }) => state !== 'withdrawn' && may('exchange.manage', region))
  return (
    <>
      <Field label={t('exchange.resource')} help={t('exchange.resourceHelp')}>
        {(spoken) => (
          <div className="hc-form-two">
            <input
              className="hh-input"
              type="search"
              aria-label={t('exchange.findResource')}
              placeholder={t('exchange.findResource')}
              value={q}
              maxLength={100}
              onChange={(event) => setQ(event.target.value)}
            />
            <select
              {...spoken}
              className="hh-input"
              value={value ?? ''}
              onChange={(event) => onChange(event.target.value || undefined)}
            >
              <option value="">{t('exchange.chooseResource', { count: found.data?.total ?? 0 })}</option>
              {value && !items.some(({ id }) => id === value) && (
                <option value={value}>{chosen.data?.resource.title ?? value}</option>
              )}
              {items.map(({ id, title, code }) => (
                <option key={id} value={id}>
                  {title}（{code}）
                </option>
              ))}
            </select>
          </div>
        )}
      </Field>
      {found.data?.total === 0 && (
        <p className="hc-note">
          {t('exchange.noResource')} <AppLink href="/console/catalogue?new=entry">{t('exchange.toCatalogue')}</AppLink>
        </p>
      )}
      {chosen.data && chosen.data.resource.kind !== 'table' && <p className="hc-bad">{t('exchange.notTable')}</p>}
    </>
  )
}

export const KindStep = () => {
  const t = useWords()
  const { search, go } = useSearchState<ConnectorsSearch>()
  const { kind, resource } = search
  const ready = kind !== undefined && resource !== undefined
  return (
    <>
      <section className="hc-section">
        <ResourceChoice value={resource} onChange={(id) => go({ resource: id }, { replace: true })} />
      </section>
      <fieldset className="hc-kinds">
        <legend>{t('exchange.whereRows')}</legend>
        {KINDS.map((one: ConnectorKind) => (
          <label key={one} data-chosen={kind === one || undefined}>
            <input
              type="radio"
              name="kind"
              value={one}
              checked={kind === one}
              onChange={() => go({ kind: one }, { replace: true })}
            />
            <Icon name={KIND_ICON[one]} size="1.5rem" />
            <span>
              <b>{t(`exchange.kind.${one}`)}</b>
              <small>{t(`exchange.kindHelp.${one}`)}</small>
            </span>
          </label>
        ))}
      </fieldset>
      <div className="hc-flow-foot">
        {!ready && <span className="hc-note">{t('exchange.chooseBoth')}</span>}
        <Button tone="primary" isDisabled={!ready} onPress={() => go({ step: 'connect' })}>
          {t('exchange.next')}
        </Button>
      </div>
    </>
  )
}
