/** The rules of a resource, those that ask for a hand first. */
import { QUALITY_DIMENSION_NAMES, type QualityRuleView } from '@haihe/contract'
import { useMemo } from 'react'
import { Empty } from '../../ui/faces.tsx'
import { formatFigure } from '../../ui/format.ts'
import { useText, useWords } from '../../ui/i18n.ts'
import type { useApi } from '../../ui/queries.ts'
import { type Column, DataTable } from '../parts/data-table.tsx'
import { ListFaces } from '../parts/list-faces.tsx'
import { StateMark } from '../parts/small.tsx'
import { byNeed, passRate } from './quality.ts'

const RuleMark = ({ rule }: { rule: QualityRuleView }) => {
  const t = useWords()
  if (rule.silenced) return <StateMark tone="off">{t('quality.ruleIs.silenced')}</StateMark>
  if (rule.problem) return <StateMark tone="bad">{t('quality.ruleIs.problem')}</StateMark>
  const rate = passRate(rule)
  if (rate === null) return <span className="hc-note">{t('quality.notCounted')}</span>
  return (
    <span className="hc-score">{rate > 0.9995 && rate < 1 ? `>${formatFigure(0.999, '%', 1)}` : formatFigure(rate, '%', 1)}</span>
  )
}

const useColumns = (): Column<QualityRuleView>[] => {
  const t = useWords()
  const say = useText()
  return useMemo(
    () => [
      { id: 'title', title: t('quality.rule'), value: ({ title }) => title, wrap: true },
      {
        id: 'rate',
        title: t('quality.passRate'),
        value: passRate,
        cell: (rule) => <RuleMark rule={rule} />,
        width: 7,
        align: 'end',
      },
      {
        id: 'failed',
        title: t('quality.failed'),
        value: ({ failed }) => failed,
        cell: ({ failed, silenced }) =>
          silenced || failed === null ? '—' : <span className={failed > 0 ? 'hc-bad' : undefined}>{formatFigure(failed)}</span>,
        width: 5.5,
        align: 'end',
      },
      {
        id: 'checked',
        title: t('quality.checkedRows'),
        value: ({ checked }) => checked,
        cell: ({ checked }) => formatFigure(checked),
        width: 5.5,
        align: 'end',
        from: 34,
      },
      {
        id: 'dimension',
        title: t('quality.dimension'),
        value: ({ dimension }) => say(QUALITY_DIMENSION_NAMES[dimension]),
        width: 6,
        from: 30,
      },
      {
        id: 'origin',
        title: t('quality.origin'),
        value: ({ origin, severity }) =>
          t(`quality.origins.${origin}`) + (severity === 'warning' ? ` · ${t('quality.severities.warning')}` : ''),
        width: 8,
        from: 44,
      },
    ],
    [t, say],
  )
}

export const RulesTab = ({
  rules,
  resource,
  onOpen,
}: {
  rules: ReturnType<typeof useApi<{ items: QualityRuleView[] }>>
  resource: string
  onOpen: (id: string) => void
}) => {
  const t = useWords()
  const columns = useColumns()
  const items = useMemo(() => rules.data && [...rules.data.items].sort(byNeed), [rules.data])
  return (
    <ListFaces
      items={items}
      pending={rules.isPending}
      error={rules.error}
      refetch={rules.refetch}
      empty={
        <Empty icon="check" title={t('quality.noRules')}>
          {t('quality.noRulesHelp')}
        </Empty>
      }
    >
      {(shown) => (
        <DataTable
          short
          rowHeight={3}
          label={t('quality.tab.rules')}
          columns={columns}
          rows={shown}
          keyOf={({ id }) => id}
          hrefOf={({ id }) => `/console/quality?open=${resource}&rule=${encodeURIComponent(id)}`}
          onOpen={({ id }) => onOpen(id)}
        />
      )}
    </ListFaces>
  )
}
