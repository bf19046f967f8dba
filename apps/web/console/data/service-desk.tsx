/** 服务调用: a service is called with its parameters, under the policy and on record; its owner configures it beside. */
import { type CatalogueEntry, type ReadReason, type ServiceAnswer, type ServiceView, shownFields } from '@haihe/contract'
import { useMutation, useQuery } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { type ApiError, get, post } from '../../ui/api.ts'
import { Button } from '../../ui/button.tsx'
import { Empty, Failing, LoadingRows } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { useSession } from '../../ui/session.ts'
import { FieldDecisions } from '../grants/field-decisions.tsx'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { Page, Panel } from '../parts/desk.tsx'
import { ChoiceField, TextField } from '../parts/form.tsx'
import { Ago, Foot, Outcome } from '../parts/small.tsx'
import { useSearchState } from '../parts/use-search.ts'
import { cellText, rememberedReason, rememberReason } from './question.ts'
import { ReasonBar } from './reason-bar.tsx'
import { Cell } from './rows-tab.tsx'
import type { DataSearch } from './section.ts'
import { ServiceSettingsPanel } from './service-settings.tsx'
import { useExplain } from './use-explain.ts'

interface Line {
  n: number
  cells: Record<string, unknown>
}

const Answer = ({ entry: { resource }, answer }: { entry: CatalogueEntry; answer: ServiceAnswer }) => {
  const t = useWords()
  const shown = new Set(shownFields(answer.decision))
  const columns: Column<Line>[] = resource.fields
    .filter(({ name }) => shown.has(name))
    .map(({ name, title }) => ({
      id: name,
      title: answer.decision.fields[name]?.effect === 'mask' ? t('query.maskedColumn', { title }) : title,
      value: ({ cells }) => cellText(cells[name]),
      cell: ({ cells }) => <Cell value={cells[name]} of={answer.decision.fields[name]} />,
    }))
  const lines = answer.rows.map((cells, n) => ({ n: n + 1, cells }))
  return (
    <div className="hc-rows">
      <Foot>
        {t('query.shown', { count: formatFigure(lines.length) })}
        {` · ${t('service.took', { count: formatFigure(answer.took) })} · ${t('query.recorded', { read: answer.read })}`}
      </Foot>
      {lines.length === 0 ? (
        <Empty icon="empty" title={t('query.noRows')}>
          {t('service.noRowsHelp')}
        </Empty>
      ) : (
        <DataTable label={resource.title} columns={columns} rows={lines} keyOf={({ n }) => String(n)} rowHeight={2.5} />
      )}
    </div>
  )
}

export const ServiceDesk = ({ entry, change }: { entry: CatalogueEntry; change: ReactNode }) => {
  const { resource, ownerName } = entry
  const t = useWords()
  const { may } = useSession()
  const { search, go } = useSearchState<DataSearch>()
  const [reason, setReason] = useState<ReadReason | null>(rememberedReason)
  const [values, setValues] = useState<Record<string, string>>({})
  const path = `/api/resources/${resource.id}`
  const service = useQuery<ServiceView, ApiError>({
    queryKey: [path, 'service'],
    queryFn: ({ signal }) => get<ServiceView>(`${path}/service`, {}, signal),
  })
  const explain = useExplain(resource.id, reason, 'screen', search.grant)
  // a call is counted and recorded: it goes out when somebody asks for it, and once
  const call = useMutation<ServiceAnswer, ApiError>({
    mutationFn: () =>
      post<ServiceAnswer>(`${path}/call`, {
        ...(reason ?? {}),
        ...(search.grant ? { grant: search.grant } : {}),
        parameters: Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')),
        way: 'screen',
      }),
    onSettled: () => service.refetch(),
  })
  const close = () => go({ open: undefined })
  const known = service.data
  const mayConfigure = known !== undefined && (known.manage !== null || may('exchange.manage', resource.region))
  const panel =
    search.open === 'settings' && known ? (
      <ServiceSettingsPanel resource={resource} service={known} onClose={close} onDone={() => service.refetch()} />
    ) : search.open === 'why' && explain.data ? (
      <Panel title={t('query.why')} above={resource.title} onClose={close}>
        <FieldDecisions fields={resource.fields} decision={explain.data.decision} label={t('query.why')} />
      </Panel>
    ) : undefined
  return (
    <Page
      title={resource.title}
      note={`${ownerName} · ${t('service.kind')}`}
      tools={
        <>
          {change}
          <Button size="small" icon="info" isDisabled={!explain.data} onPress={() => go({ open: 'why' })}>
            {t('query.why')}
          </Button>
          {mayConfigure && (
            <Button size="small" onPress={() => go({ open: 'settings' })}>
              {t('service.settings')}
            </Button>
          )}
        </>
      }
      filters={
        <div className="hc-data-question">
          <ReasonBar
            reason={reason}
            explain={explain.data}
            onChange={(next) => {
              setReason(next)
              rememberReason(next)
              call.reset()
            }}
          />
          {known?.enabled && (
            <form
              className="hc-call"
              aria-label={t('service.parameters')}
              onSubmit={(event) => {
                event.preventDefault()
                call.mutate()
              }}
            >
              {known.parameters.map(({ name, title, required, choices, fallback, type }) => {
                const shared = {
                  label: title,
                  optional: !required,
                  error: call.error?.fields.find(({ path: at }) => at === `parameters.${name}`)?.message,
                  value: values[name] ?? fallback ?? '',
                  onChange: (value: string) => setValues({ ...values, [name]: value }),
                }
                return choices.length > 0 ? (
                  <ChoiceField
                    key={name}
                    {...shared}
                    options={[{ value: '', label: t('service.any') }, ...choices.map((value) => ({ value, label: value }))]}
                  />
                ) : (
                  <TextField key={name} {...shared} {...(type === 'date' ? { type: 'date' as const } : {})} />
                )
              })}
              <div className="hc-filters">
                <Button type="submit" size="small" tone="primary" pending={call.isPending}>
                  {t('service.call')}
                </Button>
                {known.state === 'open' && known.retryAt && (
                  <span className="hc-note">
                    {t('service.resting')} <Ago at={known.retryAt} />
                  </span>
                )}
              </div>
            </form>
          )}
        </div>
      }
      panel={panel}
    >
      {service.error ? (
        <Failing error={service.error} retry={() => void service.refetch()} />
      ) : !known ? (
        <LoadingRows rows={6} />
      ) : !known.enabled ? (
        <Empty icon="empty" title={t('service.notConnected')}>
          {t(mayConfigure ? 'service.notConnectedOwner' : 'service.notConnectedHelp')}
        </Empty>
      ) : call.error ? (
        <Outcome tone="bad">{call.error.message}</Outcome>
      ) : call.data ? (
        <Answer entry={entry} answer={call.data} />
      ) : (
        <Empty icon="table" title={t('service.ready')}>
          {t('service.readyHelp')}
        </Empty>
      )}
    </Page>
  )
}
