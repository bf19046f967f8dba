/** One resource being read: the reason, what may be seen, the question and its answer. */
import type { CatalogueEntry, GrantView, ReadReason } from '@haihe/contract'
import { shownFields } from '@haihe/contract'
import { type ReactNode, useState } from 'react'
import { Button } from '../../ui/button.tsx'
import { Empty, Failing, LoadingRows } from '../../ui/faces.tsx'
import { useWords } from '../../ui/i18n.ts'
import { useApi } from '../../ui/queries.ts'
import { FieldDecisions } from '../grants/field-decisions.tsx'
import { Page, Panel } from '../parts/desk.tsx'
import { Chip, Segments } from '../parts/filters.tsx'
import { inOrder } from '../parts/resource-field.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { Conditions } from './conditions.tsx'
import { CountsTab } from './counts-tab.tsx'
import { ExportDialog } from './export-dialog.tsx'
import { FieldsMenu } from './fields-menu.tsx'
import { asksReason, type Condition, type ConditionDraft, conditionOf, rememberedReason, rememberReason } from './question.ts'
import { ReasonBar } from './reason-bar.tsx'
import { RowsTab } from './rows-tab.tsx'
import type { DataSearch } from './section.ts'
import { useExplain } from './use-explain.ts'

/** The question as it was sent; `n` tells two equal ones apart. */
export interface Asked {
  n: number
  reason: ReadReason | null
  fields: string[]
  where: Condition[]
  grant: string | undefined
}

export const Reader = ({ entry: { resource, ownerName }, change }: { entry: CatalogueEntry; change: ReactNode }) => {
  const t = useWords()
  const { search, go } = useSearchState<DataSearch>()
  const [reason, setReason] = useState<ReadReason | null>(rememberedReason)
  const grant = useApi<GrantView>(`/api/grants/${search.grant}`, undefined, { enabled: search.grant !== undefined })
  const explain = useExplain(resource.id, reason, 'screen', search.grant)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [conditions, setConditions] = useState<ConditionDraft[]>([])
  const [wrong, setWrong] = useState<ReadonlySet<number>>(new Set())
  const [asked, setAsked] = useState<Asked | null>(null)
  const [exporting, setExporting] = useState(false)
  const tab = search.tab ?? 'rows'

  const name = (next: ReadReason | null) => {
    setReason(next)
    rememberReason(next)
    setAsked(null)
  }
  const decision = explain.data?.decision
  const visible = decision ? inOrder(resource.fields, new Set(shownFields(decision))) : []
  const fields = visible.filter((field) => !left.has(field))
  /** The conditions when all of them hold water. */
  const where = (): Condition[] | null => {
    const made = conditions.map((draft) => ({ id: draft.id, condition: conditionOf(draft, resource.fields) }))
    const bad = made.flatMap(({ id, condition }) => (condition ? [] : [id]))
    setWrong(new Set(bad))
    return bad.length > 0 ? null : made.flatMap(({ condition }) => condition ?? [])
  }
  const ask = () => {
    const found = where()
    if (!found) return
    go({ open: undefined }, { replace: true })
    setAsked((before) => ({ n: (before?.n ?? 0) + 1, reason, fields, where: found, grant: search.grant }))
  }
  const why = search.open === 'why'
  const panel = why && decision && (
    <Panel title={t('query.why')} above={resource.title} onClose={() => go({ open: undefined })}>
      <section className="hc-section">
        <p>{t(`query.is.${decision.effect}`)}</p>
        {decision.reasons.includes('volume-raised-grade') && <p>{t('policy.reason.volume-raised-grade')}</p>}
        {decision.regions && <p>{t('query.regionsOnly', { regions: decision.regions.join(t('policy.and')) })}</p>}
        {decision.smallest > 1 && <p>{t('query.smallest', { count: decision.smallest })}</p>}
        <FieldDecisions fields={resource.fields} decision={decision} label={t('query.why')} />
      </section>
    </Panel>
  )
  const segments = (
    <>
      <Segments
        label={t('query.view')}
        value={tab}
        options={(['rows', 'counts'] as const).map((value) => ({ value, label: t(`query.tab.${value}`) }))}
        onChange={(value) => go({ tab: value === 'rows' ? undefined : value, open: undefined })}
      />
      {search.grant && <Chip onClear={() => go({ grant: undefined })}>{t('query.underGrant')}</Chip>}
    </>
  )
  return (
    <Page
      title={resource.title}
      note={`${ownerName} · ${t('query.rowsHeld', { count: resource.rows })}`}
      tools={
        <>
          {change}
          <Button size="small" icon="info" isDisabled={!decision} onPress={() => go({ open: why ? undefined : 'why' })}>
            {t('query.why')}
          </Button>
          <Button
            size="small"
            icon="down"
            isDisabled={fields.length === 0}
            onPress={() => {
              if (where()) setExporting(true)
            }}
          >
            {t('query.export')}
          </Button>
        </>
      }
      filters={
        <div className="hc-data-question">
          <ReasonBar key={grant.data?.id} reason={reason} onChange={name} explain={explain.data} grant={grant.data} />
          {decision && visible.length > 0 && tab === 'rows' && (
            <>
              <Conditions
                resource={resource}
                decision={decision}
                value={conditions}
                onChange={setConditions}
                wrong={wrong}
                onEnter={ask}
              />
              <div className="hc-filters">
                {segments}
                <FieldsMenu fields={resource.fields} decision={decision} visible={visible} left={left} onChange={setLeft} />
                <Button size="small" tone="primary" icon="search" isDisabled={fields.length === 0} onPress={ask}>
                  {t('query.ask')}
                </Button>
              </div>
            </>
          )}
          {decision && visible.length > 0 && tab === 'counts' && <div className="hc-filters">{segments}</div>}
        </div>
      }
      panel={panel}
    >
      {explain.error ? (
        <Failing error={explain.error} retry={() => void explain.refetch()} />
      ) : !decision ? (
        <LoadingRows rows={8} />
      ) : visible.length === 0 ? (
        <Empty
          icon="lock"
          title={t(asksReason(decision) ? 'query.needReason' : 'query.nothing')}
          action={
            <Button size="small" icon="info" onPress={() => go({ open: 'why' })}>
              {t('query.why')}
            </Button>
          }
        >
          {t(asksReason(decision) ? 'query.needReasonHelp' : 'query.nothingHelp')}
        </Empty>
      ) : tab === 'counts' ? (
        <CountsTab resource={resource} decision={decision} reason={reason} grant={search.grant} />
      ) : asked ? (
        <RowsTab key={asked.n} resource={resource} asked={asked} />
      ) : (
        <Empty icon="table" title={t('query.ready')}>
          {t('query.readyHelp')}
        </Empty>
      )}
      <ExportDialog
        open={exporting}
        onClose={() => setExporting(false)}
        resource={resource}
        question={{
          n: 0,
          reason,
          fields,
          where: conditions.flatMap((draft) => conditionOf(draft, resource.fields) ?? []),
          grant: search.grant,
        }}
      />
    </Page>
  )
}
