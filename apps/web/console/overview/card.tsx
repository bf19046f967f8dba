import type { ReactNode } from 'react'
import { figure } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { Sparkline } from '../../ui/sparkline.tsx'
import { AppLink } from '../parts/app-link.tsx'

/** A number as a link: what it counts above it, what it means below. Plum only when somebody must look. */
export const Figure = ({
  title,
  value,
  of,
  unit,
  note,
  href,
  bad,
  spark,
}: {
  title: string
  value: number | null
  /** out of how many */
  of?: number
  unit: string
  note: string
  href: string
  bad?: boolean
  spark?: readonly number[]
}) => {
  const { text, magnitude } = figure(value)
  return (
    <AppLink className="hc-number hh-card" href={href} data-bad={bad || undefined}>
      <span className="hc-number-title">{title}</span>
      <span className="hc-number-value">
        {text}
        <small>
          {magnitude}
          {of !== undefined && ` / ${of}`} {unit}
        </small>
      </span>
      {spark && spark.length > 1 && (
        <span className="hc-number-spark">
          <Sparkline values={spark} height={28} />
        </span>
      )}
      <span className="hc-number-note">{note}</span>
    </AppLink>
  )
}

export const Card = ({
  title,
  href,
  tools,
  children,
}: {
  title: string
  href?: string
  tools?: ReactNode
  children: ReactNode
}) => {
  const t = useWords()
  return (
    <section className="hc-card hh-card" aria-label={title}>
      <header>
        <h2>{title}</h2>
        {tools}
        {href && (
          <AppLink className="hc-card-go" href={href} aria-label={t('overview.see', { title })}>
            <Icon name="chevronRight" />
          </AppLink>
        )}
      </header>
      {children}
    </section>
  )
}

/** One line of a card: what, and how many, as a link to exactly those. */
export const Line = ({ href, name, count, note }: { href: string; name: ReactNode; count: ReactNode; note?: ReactNode }) => (
  <li>
    <AppLink className="hc-line" href={href}>
      <span>{name}</span>
      {note && <small>{note}</small>}
      <b>{count}</b>
    </AppLink>
  </li>
)
