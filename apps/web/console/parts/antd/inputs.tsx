/** Inputs that search in long lists: units, many of a list, free words. Loaded when a form opens. */
import type { Unit } from '@haihe/contract'
import { Select } from 'antd'
import { useMemo } from 'react'
import { useWords } from '../../../ui/i18n.ts'
import { useApi } from '../../../ui/queries.ts'
import { Themed } from './theme.tsx'

export interface InputProps<T> {
  id?: string
  /** spoken name, when no label stands above */
  label?: string
  value: T
  onChange: (value: T) => void
  invalid?: boolean
  describedBy?: string | undefined
}

const spoken = ({ id, label, invalid, describedBy }: Omit<InputProps<unknown>, 'value' | 'onChange'>) => ({
  ...(id ? { id } : {}),
  ...(label ? { 'aria-label': label } : {}),
  ...(describedBy ? { 'aria-describedby': describedBy } : {}),
  ...(invalid ? { status: 'error' as const, 'aria-invalid': true } : {}),
})

/** inside what holds the input, so that a dialog keeps its focus */
const inPlace = (node: HTMLElement) => node.parentElement ?? document.body

export const UnitInput = ({ value, onChange, clearable, ...rest }: InputProps<string | null> & { clearable?: boolean }) => {
  const t = useWords()
  const units = useApi<{ items: Unit[] }>('/api/units', { limit: 1000 }, { staleTime: Number.POSITIVE_INFINITY })
  const options = useMemo(
    () => units.data?.items.map(({ id, name }) => ({ value: id, label: name, search: `${name} ${id}` })) ?? [],
    [units.data],
  )
  return (
    <Themed>
      <Select
        {...spoken(rest)}
        style={{ width: '100%' }}
        showSearch={{ optionFilterProp: 'search' }}
        allowClear={clearable ?? false}
        loading={units.isPending}
        placeholder={t('form.unitHint')}
        value={value}
        options={options}
        onChange={(next) => onChange(next ?? null)}
        getPopupContainer={inPlace}
      />
    </Themed>
  )
}

export const ManyInput = ({
  value,
  onChange,
  options,
  free,
  placeholder,
  ...rest
}: InputProps<string[]> & {
  options: readonly { value: string; label: string }[]
  /** words of one's own are taken too */
  free?: boolean
  placeholder?: string
}) => (
  <Themed>
    <Select
      {...spoken(rest)}
      mode={free ? 'tags' : 'multiple'}
      style={{ width: '100%' }}
      tokenSeparators={free ? [',', ' ', '，'] : []}
      placeholder={placeholder}
      value={value}
      options={options.map((option) => ({ ...option, search: `${option.label} ${option.value}` }))}
      showSearch={{ optionFilterProp: 'search' }}
      onChange={onChange}
      getPopupContainer={inPlace}
    />
  </Themed>
)
