import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { isDuration, type StoredRule } from './rules.ts'

/** Values with parts: those few that are plain are told one by one, the others by how many they are; the panel shows them whole. */
const MOST_PARTS = 4

const isPlain = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number'

/** 7 个工作日 · 0.8 · 黄 151，橙 201 · 0 / 3 / 6 · 12 项 */
export const useRuleValue = () => {
  const t = useWords()
  return ({ value, unit }: Pick<StoredRule, 'value' | 'unit'>): string => {
    if (isDuration(value)) return `${value.amount} ${t(`time.unit.${value.unit}`, { defaultValue: value.unit })}`
    if (typeof value === 'number')
      return unit === '%' || unit === 'ratio'
        ? formatFigure(value, unit, Number.isInteger(value * 100) ? 0 : 1)
        : `${value} ${unit}`.trim()
    if (typeof value === 'boolean') return t(value ? 'form.yes' : 'form.no')
    if (typeof value !== 'object' || value === null) return String(value ?? '—')
    const parts = Object.entries(value)
    if (!parts.every(([, part]) => isPlain(part))) return t('rules.parts', { count: parts.length })
    if (Array.isArray(value)) return value.join(' / ')
    return parts.length <= MOST_PARTS
      ? parts.map(([key, part]) => `${t(`rules.keys.${key}`, { defaultValue: key })} ${part}`).join(t('rules.comma'))
      : t('rules.parts', { count: parts.length })
  }
}

export const RuleValue = ({ rule }: { rule: StoredRule }) => {
  const words = useRuleValue()
  return <b>{words(rule)}</b>
}
