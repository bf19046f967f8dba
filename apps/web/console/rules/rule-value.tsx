import { formatFigure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { Mono } from '../parts/small.tsx'
import { isDuration, type StoredRule } from './rules.ts'

/** 7 个工作日 · 0.8 · {"blue":101,…} */
export const useRuleValue = () => {
  const t = useWords()
  return ({ value, unit }: Pick<StoredRule, 'value' | 'unit'>): string => {
    if (isDuration(value)) return `${value.amount} ${t(`time.unit.${value.unit}`, { defaultValue: value.unit })}`
    if (typeof value === 'number')
      return unit === '%' || unit === 'ratio'
        ? formatFigure(value, unit, Number.isInteger(value * 100) ? 0 : 1)
        : `${value} ${unit}`.trim()
    if (typeof value === 'boolean') return t(value ? 'form.yes' : 'form.no')
    return typeof value === 'string' ? value : JSON.stringify(value)
  }
}

export const RuleValue = ({ rule }: { rule: StoredRule }) => {
  const words = useRuleValue()
  const text = words(rule)
  return typeof rule.value === 'object' && !isDuration(rule.value) ? <Mono>{text}</Mono> : <b>{text}</b>
}
