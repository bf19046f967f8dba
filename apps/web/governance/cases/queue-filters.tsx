/** Filters of a queue. They stand in the address; typing waits a moment before it asks the server. */
import type { CaseTypeView, Region } from '@haihe/contract'
import { type Ref, useEffect, useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { useText, useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { type Page, useApi } from '../../ui/queries.ts'
import { useSession } from '../../ui/session.ts'
import { type CaseFilter, SHORTEST_SEARCH } from './queue.ts'
import './queue-filters.css'

export interface FilterProps {
  filter: CaseFilter
  onFilter: (change: Partial<CaseFilter>) => void
}

const TYPING_MS = 250

export const SearchBox = ({ filter, onFilter, ref }: FilterProps & { ref?: Ref<HTMLInputElement> }) => {
  const t = useWords()
  const given = filter.q ?? ''
  const [text, setText] = useState(given)
  const [seen, setSeen] = useState(given)
  // the address changed by itself (back, a link): the box follows
  if (seen !== given) {
    setSeen(given)
    setText(given)
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: only what is typed starts the wait
  useEffect(() => {
    if (text.trim() === given) return
    const timer = setTimeout(() => onFilter({ q: text.trim().length >= SHORTEST_SEARCH ? text.trim() : undefined }), TYPING_MS)
    return () => clearTimeout(timer)
  }, [text])
  return (
    <div className="gov-search">
      <Icon name="search" />
      <input
        ref={ref}
        className="hh-input"
        type="search"
        enterKeyHint="search"
        aria-label={t('queue.search')}
        placeholder={t('queue.search')}
        maxLength={60}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
    </div>
  )
}

const Select = ({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: string | undefined
  options: readonly { value: string; label: string }[]
  onChange: (value: string | undefined) => void
}) => {
  const t = useWords()
  return (
    <select
      className="hh-input gov-select"
      aria-label={label}
      value={value ?? ''}
      onChange={(event) => onChange(event.target.value || undefined)}
    >
      <option value="">{t('queue.any', { what: label })}</option>
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  )
}

/** Region, state and category; each only as far as the person's own area goes. */
export const FilterSelects = ({ filter, onFilter }: FilterProps) => {
  const t = useWords()
  const say = useText()
  const [own = ''] = useSession().scopes('case.read')
  const top = filter.region && filter.region.length > own.length ? filter.region.slice(0, own.length === 2 ? 6 : own.length) : own
  const around = useApi<Page<Region>>(
    '/api/regions',
    { parent: top },
    {
      enabled: top !== '' && top.length < 12,
      staleTime: Infinity,
    },
  )
  const above = useApi<Page<Region>>(
    '/api/regions',
    { parent: own },
    {
      enabled: own !== '' && own.length < 12,
      staleTime: Infinity,
    },
  )
  const types = useApi<CaseTypeView[]>('/api/case-types', undefined, { staleTime: 3_600_000 })
  const regions = [...(above.data?.items ?? []), ...(top === own ? [] : (around.data?.items ?? []))]
  const states = (types.data ?? []).flatMap((type) => type.states).filter(({ terminal }) => !terminal || filter.queue === 'all')
  const filtered =
    filter.region !== undefined || filter.state !== undefined || filter.category !== undefined || filter.q !== undefined
  return (
    <div className="gov-selects">
      {regions.length > 0 && (
        <Select
          label={t('queue.region')}
          value={filter.region}
          options={regions.map(({ code, name }) => ({
            value: code,
            label: code.length > own.length && top !== own && code.length > top.length ? `　${name}` : name,
          }))}
          onChange={(region) => onFilter({ region })}
        />
      )}
      <Select
        label={t('queue.state')}
        value={filter.state}
        options={states.map(({ id, title }) => ({ value: id, label: say(title) }))}
        onChange={(state) => onFilter({ state })}
      />
      {filtered && (
        <IconButton
          icon="close"
          label={t('queue.clear')}
          onPress={() => onFilter({ region: undefined, state: undefined, category: undefined, q: undefined })}
        />
      )}
    </div>
  )
}
