/** Inputs that search in long lists: units, regions down the tree, many of a list, free words. Loaded when a form opens. */
import type { Region, Unit } from '@haihe/contract'
import { regionPath } from '@haihe/contract/region'
import { useQueries } from '@tanstack/react-query'
import { Select, TreeSelect } from 'antd'
import { useMemo, useState } from 'react'
import { get } from '../../../ui/api.ts'
import { useWords } from '../../../ui/i18n.ts'
import { apiKey, useApi } from '../../../ui/queries.ts'
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

interface Node {
  value: string
  label: string
  isLeaf: boolean
  children?: Node[]
}

const childrenPath = (code: string) => apiKey('/api/regions', { parent: code })

/** The city, its districts, streets and communities; a branch is read when it is opened. */
export const RegionInput = ({
  value,
  onChange,
  top,
  finest = 12,
  clearable,
  small,
  ...rest
}: InputProps<string | null> & {
  /** as low as a filter */
  small?: boolean
  /** widest region that may be chosen */
  top: string
  /** digits of the smallest region offered */
  finest?: number
  clearable?: boolean
}) => {
  const t = useWords()
  const [opened, setOpened] = useState<readonly string[]>([top])
  // the way down to the chosen region is read too, so that its name can be shown
  const wanted = [...new Set([...opened, ...(value ? regionPath(value).slice(1) : [])])].filter(
    (code) => code.startsWith(top) && code.length < finest,
  )
  const root = useApi<Region>(`/api/regions/${top}`, undefined, { staleTime: Number.POSITIVE_INFINITY })
  const branches = useQueries({
    queries: wanted.map((code) => ({
      queryKey: childrenPath(code),
      queryFn: ({ signal }: { signal: AbortSignal }) => get<{ items: Region[] }>('/api/regions', { parent: code }, signal),
      staleTime: Number.POSITIVE_INFINITY,
    })),
  })
  const children = new Map(wanted.map((code, index) => [code, branches[index]?.data?.items ?? []]))
  const nodeOf = (region: Pick<Region, 'code' | 'name'>): Node => {
    const below = children.get(region.code)?.map(nodeOf)
    return {
      value: region.code,
      label: region.name,
      isLeaf: region.code.length >= finest,
      ...(below ? { children: below } : {}),
    }
  }
  return (
    <Themed>
      <TreeSelect
        {...spoken(rest)}
        style={{ width: '100%' }}
        popupMatchSelectWidth={false}
        size={small ? 'small' : 'medium'}
        showSearch={{ treeNodeFilterProp: 'label' }}
        allowClear={clearable ?? false}
        placeholder={t('form.regionHint')}
        value={value}
        treeData={root.data ? [nodeOf(root.data)] : []}
        treeDefaultExpandedKeys={[top]}
        loadData={async ({ value: code }) => {
          if (typeof code === 'string') setOpened((before) => (before.includes(code) ? before : [...before, code]))
        }}
        onChange={(next) => onChange(next ?? null)}
        getPopupContainer={inPlace}
      />
    </Themed>
  )
}
