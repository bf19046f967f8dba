/** 数据查询: reading a resource on the screen, under the policy, with what is asked for on record. */
import type { GrantView } from '@haihe/contract'
import { Button } from '../../ui/button.tsx'
import { Faces, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { localMinute } from '../../ui/minute.ts'
import { useApi } from '../../ui/queries.ts'
import { AppLink } from '../parts/app-link.tsx'
import { Page } from '../parts/desk.tsx'
import { ResourcePick, useEntry } from '../parts/resource-field.tsx'
import { useSearchState } from '../parts/use-search.ts'
import type { DataSearch } from './section.ts'
import '../grants/grants.css'
import './data.css'
import { Reader } from './reader.tsx'
import { ServiceDesk } from './service-desk.tsx'

/** Which resource: found in the catalogue by name, pinyin or code. */
const Pick = ({ onPick }: { onPick: (resource: string) => void }) => {
  const t = useWords()
  const granted = useApi<{ items: GrantView[] }>('/api/grants', { side: 'received', state: 'current', limit: 20 })
  return (
    <div className="hc-data-pick">
      <h2>{t('query.pick')}</h2>
      <ResourcePick
        label={t('query.resource')}
        help={t('query.pickHelp')}
        value={null}
        onChange={(resource) => resource && onPick(resource)}
      />
      <p className="hc-note">{t('query.pickNote')}</p>
      {granted.data && granted.data.items.length > 0 && (
        <section className="hc-data-granted">
          <h3>{t('query.grantedToUs')}</h3>
          <ul>
            {granted.data.items.map((grant) => (
              <li key={grant.id}>
                <AppLink href={`/console/data?resource=${grant.resource}&grant=${grant.id}`}>{grant.resourceTitle}</AppLink>
                <small>
                  {t('query.grantedFor', {
                    purpose: t(`policy.purpose.${grant.purpose}`),
                    count: grant.fields.length,
                    until: localMinute(grant.until).slice(0, 10),
                  })}
                </small>
              </li>
            ))}
          </ul>
        </section>
      )}
      <p className="hc-jumps">
        <AppLink href="/console/catalogue">{t('query.toCatalogue')}</AppLink>
        <AppLink href="/console/grants?side=received&state=current">{t('query.toGrants')}</AppLink>
      </p>
    </div>
  )
}

export const DataPage = () => {
  const t = useWords()
  const { search, go } = useSearchState<DataSearch>()
  const entry = useEntry(search.resource ?? null)
  if (search.resource === undefined)
    return (
      <Page title={t('page.data')} note={t('query.note')}>
        <Pick onPick={(resource) => go({ resource })} />
      </Page>
    )
  const change = (
    <Button
      size="small"
      icon="search"
      onPress={() => go({ resource: undefined, grant: undefined, open: undefined, tab: undefined })}
    >
      {t('query.other')}
    </Button>
  )
  if (!entry.data)
    return (
      <Page title={t('page.data')} tools={change}>
        <Faces of={entry} loading={<LoadingRows rows={8} />}>
          {() => null}
        </Faces>
      </Page>
    )
  if (entry.data.resource.kind === 'service') return <ServiceDesk key={search.resource} entry={entry.data} change={change} />
  return <Reader key={search.resource} entry={entry.data} change={change} />
}
