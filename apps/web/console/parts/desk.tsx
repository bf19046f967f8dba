/** The shape of every page: head, filters, list, and beside it what is open. The list stays in sight while one row is read. */
import { type ReactNode, useEffect, useRef } from 'react'
import { IconButton } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import './desk.css'
import { useKeys } from './keys.ts'

export const Page = ({
  title,
  note,
  tools,
  filters,
  tabs,
  panel,
  children,
}: {
  title: string
  note?: ReactNode
  tools?: ReactNode
  filters?: ReactNode
  tabs?: ReactNode
  /** a Panel, when something is open */
  panel?: ReactNode
  children: ReactNode
}) => {
  useEffect(() => {
    document.title = title
  }, [title])
  return (
    <div className="hc-page">
      <header className="hc-head">
        <h1>{title}</h1>
        {note && <div className="hc-head-note">{note}</div>}
        {tools && <div className="hc-tools">{tools}</div>}
      </header>
      {tabs}
      <div className="hc-split" data-panel={panel ? true : undefined}>
        <div className="hc-list">
          {filters && <search className="hc-filters">{filters}</search>}
          <div className="hc-body">{children}</div>
        </div>
        {panel}
      </div>
    </div>
  )
}

export interface Neighbours {
  previous?: (() => void) | undefined
  next?: (() => void) | undefined
}

/** What is open, beside the list; on narrow screens in front of it. Escape closes it, j and k go on in the list. */
export const Panel = ({
  title,
  above,
  onClose,
  form,
  previous,
  next,
  tools,
  footer,
  children,
}: Neighbours & {
  title: ReactNode
  /** a small line over the title */
  above?: ReactNode
  onClose: () => void
  /** a form: Escape does not throw away what was typed */
  form?: boolean
  tools?: ReactNode
  footer?: ReactNode
  children: ReactNode
}) => {
  const t = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  useEffect(() => heading.current?.focus({ preventScroll: true }), [])
  useKeys({ ...(form ? {} : { close: onClose }), ...(next ? { next } : {}), ...(previous ? { previous } : {}) })
  return (
    <section className="hc-panel" aria-labelledby="panel-title">
      <header className="hc-panel-head">
        <div>
          {above && <div className="hc-above">{above}</div>}
          <h2 id="panel-title" ref={heading} tabIndex={-1}>
            {title}
          </h2>
        </div>
        <div className="hc-panel-tools">
          {tools}
          {(previous || next) && (
            <>
              <IconButton icon="up" label={t('panel.previous')} isDisabled={!previous} onPress={() => previous?.()} />
              <IconButton icon="down" label={t('panel.next')} isDisabled={!next} onPress={() => next?.()} />
            </>
          )}
          <IconButton icon="close" label={t('action.close')} onPress={onClose} />
        </div>
      </header>
      <ScrollRegion className="hc-panel-body" label={t('panel.content')}>
        {children}
      </ScrollRegion>
      {footer && <footer className="hc-panel-foot">{footer}</footer>}
    </section>
  )
}

/** Neighbours of the open row in its list. */
export const neighboursOf = <T,>(
  rows: readonly T[],
  keyOf: (row: T) => string,
  current: string | undefined,
  open: (key: string) => void,
): Neighbours => {
  const at = rows.findIndex((row) => keyOf(row) === current)
  const to = (index: number) => {
    const row = rows[index]
    return row === undefined ? undefined : () => open(keyOf(row))
  }
  return at < 0 ? {} : { previous: to(at - 1), next: to(at + 1) }
}

/** Links between the parts of a page; each is an address of its own. */
export const SubNav = ({
  label,
  items,
  onNavigate,
}: {
  label: string
  items: readonly { id: string; label: string; href: string; current: boolean; count?: number | null }[]
  onNavigate: (href: string) => void
}) => (
  <nav className="hc-subnav" aria-label={label}>
    {items.map((item) => (
      <a
        key={item.id}
        href={item.href}
        {...(item.current ? { 'aria-current': 'page' as const } : {})}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
          event.preventDefault()
          onNavigate(item.href)
        }}
      >
        {item.label}
        {item.count ? <small>{item.count}</small> : null}
      </a>
    ))}
  </nav>
)
