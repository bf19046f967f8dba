/** Finds an information resource by what people know of it: name, pinyin, keyword or code. Loaded when a form opens. */
import type { CatalogueEntry, CataloguePage } from '@haihe/contract'
import { Select } from 'antd'
import { useEffect, useState } from 'react'
import { useWords } from '../../../ui/i18n.ts'
import { useApi } from '../../../ui/queries.ts'
import type { InputProps } from './inputs.tsx'
import { Themed } from './theme.tsx'

/** A rest in typing before the catalogue is asked. */
const REST = 250

const inPlace = (node: HTMLElement) => node.parentElement ?? document.body

export interface PickedResource {
  id: string
  code: string
  title: string
  ownerName: string
}

export const ResourceInput = ({
  id,
  label,
  value,
  onChange,
  invalid,
  describedBy,
  owner,
  clearable,
}: InputProps<string | null> & {
  /** only entries of this unit */
  owner?: string | undefined
  clearable?: boolean
}) => {
  const t = useWords()
  const [typed, setTyped] = useState('')
  const [asked, setAsked] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAsked(typed.trim()), REST)
    return () => clearTimeout(timer)
  }, [typed])
  const found = useApi<CataloguePage>(
    '/api/catalogue',
    { q: asked, limit: 20, ...(owner ? { owner } : {}) },
    { keep: true, staleTime: 60_000 },
  )
  const chosen = useApi<CatalogueEntry>(`/api/catalogue/${value ?? ''}`, undefined, { enabled: value !== null })
  const items: PickedResource[] = found.data?.items ?? []
  const known = chosen.data && { ...chosen.data.resource, ownerName: chosen.data.ownerName }
  const listed = value !== null && known && !items.some((item) => item.id === value) ? [known, ...items] : items
  return (
    <Themed>
      <Select
        {...(id ? { id } : {})}
        {...(label ? { 'aria-label': label } : {})}
        {...(describedBy ? { 'aria-describedby': describedBy } : {})}
        {...(invalid ? { status: 'error' as const, 'aria-invalid': true } : {})}
        style={{ width: '100%' }}
        showSearch={{ filterOption: false, onSearch: setTyped }}
        allowClear={clearable ?? false}
        loading={found.isFetching}
        placeholder={t('pick.resourceHint')}
        notFoundContent={found.isPending ? null : t('pick.noResource')}
        value={value}
        options={listed.map((item) => ({ value: item.id, label: item.title, note: `${item.ownerName} · ${item.code}` }))}
        optionRender={({ data }) => (
          <span className="hc-pick-option">
            <b>{data.label}</b>
            <small>{data.note}</small>
          </span>
        )}
        onChange={(next: string | null | undefined) => {
          setTyped('')
          onChange(next ?? null)
        }}
        getPopupContainer={inPlace}
      />
    </Themed>
  )
}
