/** What narrows a list. Every one of them stands in the address. */
import { type ReactNode, useEffect, useId, useRef, useState } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { SPANS, type Span, type TimeSearch } from '../lib/address.ts'
import './filters.css'
import { useKeys } from './keys.ts'

/** Sends what was typed after a rest, at once on Enter; «/» leads here. */
export const SearchBox = ({
  label,
  value,
  onSearch,
  wide,
}: {
  label: string
  value: string | undefined
  onSearch: (text: string | undefined) => void
  wide?: boolean
}) => {
  const t = useWords()
  const box = useRef<HTMLInputElement>(null)
  const [text, setText] = useState(value ?? '')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const sent = useRef(value)
  useEffect(() => {
    // the address changed by itself: back button, a cleared filter
    if (value !== sent.current) setText(value ?? '')
    sent.current = value
  }, [value])
  useEffect(() => () => clearTimeout(timer.current), [])
  useKeys({ search: () => box.current?.focus() })
  const send = (next: string) => {
    clearTimeout(timer.current)
    sent.current = next.trim() || undefined
    onSearch(sent.current)
  }
  return (
    <span className="hc-search" data-wide={wide || undefined}>
      <Icon name="search" size="1.1em" />
      <input
        ref={box}
        type="search"
        aria-label={label}
        placeholder={label}
        value={text}
        maxLength={200}
        onChange={(event) => {
          const next = event.target.value
          setText(next)
          clearTimeout(timer.current)
          timer.current = setTimeout(() => send(next), 300)
        }}
        onKeyDown={(event) => event.key === 'Enter' && send(text)}
      />
      {text !== '' && (
        <IconButton
          icon="close"
          label={t('filter.clearText')}
          onPress={() => {
            setText('')
            send('')
          }}
        />
      )}
    </span>
  )
}

export interface FilterOption {
  value: string
  label: string
}

/** One of a list, or all of it. The browser's own list: quick, and known to every keyboard and reader. */
export const Choose = ({
  label,
  value,
  options,
  all,
  onChange,
}: {
  label: string
  value: string | undefined
  options: readonly FilterOption[]
  /** the word for no choice; without it one is always chosen */
  all?: string
  onChange: (value: string | undefined) => void
}) => (
  <label className="hc-choose" data-on={value !== undefined && all !== undefined ? true : undefined}>
    <span>{label}</span>
    <select value={value ?? ''} onChange={(event) => onChange(event.target.value || undefined)}>
      {all !== undefined && <option value="">{all}</option>}
      {value !== undefined && !options.some((option) => option.value === value) && <option value={value}>{value}</option>}
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  </label>
)

/** A few choices side by side, each with how many it holds. */
export const Segments = <T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: readonly { value: T; label: string; count?: number | null | undefined }[]
  onChange: (value: T) => void
}) => (
  <div className="hc-segments" role="radiogroup" aria-label={label}>
    {options.map((option) => (
      <label key={option.value}>
        <input type="radio" name={label} checked={option.value === value} onChange={() => onChange(option.value)} />
        <span>
          {option.label}
          {option.count != null && <small>{option.count}</small>}
        </span>
      </label>
    ))}
  </div>
)

/** Filters that a phone folds away behind one button, with how many of them are on; at desks they stand in the row. */
export const MoreFilters = ({ on, children }: { on: number; children: ReactNode }) => {
  const t = useWords()
  const [open, setOpen] = useState(false)
  const id = useId()
  return (
    <>
      <button
        type="button"
        className="hc-more-filters hh-button"
        data-tone="quiet"
        data-size="small"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        <Icon name="filter" />
        {on > 0 ? t('filter.moreOn', { count: on }) : t('filter.more')}
      </button>
      <div id={id} className="hc-folded" data-open={open || undefined}>
        {children}
      </div>
    </>
  )
}

/** A filter that is on, with the way out of it. */
export const Chip = ({ children, onClear }: { children: string; onClear: () => void }) => {
  const t = useWords()
  return (
    <span className="hc-chip">
      {children}
      <IconButton icon="close" label={t('filter.clear', { name: children })} onPress={onClear} />
    </span>
  )
}

/** A span back from now, or two minutes of one's own. */
export const TimeFilter = ({
  search,
  onChange,
  without,
}: {
  search: TimeSearch
  onChange: (change: { span: Span | undefined; from: string | undefined; to: string | undefined }) => void
  /** the span that holds when nothing is chosen; none: all of time */
  without?: Span
}) => {
  const t = useWords()
  const own = search.from !== undefined || search.to !== undefined
  const [open, setOpen] = useState(own)
  return (
    <>
      <Choose
        label={t('filter.time')}
        value={own || open ? 'own' : (search.span ?? without)}
        {...(without ? {} : { all: t('filter.allTime') })}
        options={[
          ...(Object.keys(SPANS) as Span[]).map((value) => ({ value, label: t(`filter.span.${value}`) })),
          { value: 'own', label: t('filter.span.own') },
        ]}
        onChange={(value) => {
          setOpen(value === 'own')
          if (value !== 'own') onChange({ span: value as Span | undefined, from: undefined, to: undefined })
        }}
      />
      {(own || open) && (
        <span className="hc-range">
          <input
            type="datetime-local"
            aria-label={t('filter.from')}
            value={search.from ?? ''}
            max={search.to}
            onChange={(event) => onChange({ span: undefined, from: event.target.value || undefined, to: search.to })}
          />
          <span aria-hidden>–</span>
          <input
            type="datetime-local"
            aria-label={t('filter.to')}
            value={search.to ?? ''}
            min={search.from}
            onChange={(event) => onChange({ span: undefined, from: search.from, to: event.target.value || undefined })}
          />
        </span>
      )}
    </>
  )
}
