/** The fields of a resource: what they are, and how they are protected. */
import type { Resource, ResourceField } from '@haihe/contract'
import { useState } from 'react'
import { useWords } from '../../ui/i18n.ts'
import { Mono, StateMark } from '../parts/small.tsx'
import { Protection } from './marks.tsx'

/** from how many fields on a search is worth its place */
const MANY = 12

const One = ({ field, resource }: { field: ResourceField; resource: Resource }) => {
  const t = useWords()
  const { classification } = field
  const roles = [
    resource.keys.includes(field.name) && t('catalogue.field.key'),
    resource.subject?.field === field.name && t('catalogue.field.subject'),
    resource.regionField === field.name && t('catalogue.field.regionField'),
    field.required && t('catalogue.field.required'),
  ].filter((role): role is string => role !== false)
  const kind = [
    t(`resource.type.${field.type}`),
    field.length !== null && t('catalogue.field.lengthMost', { count: field.length }),
    field.standard,
  ].filter(Boolean)
  return (
    <li>
      <header>
        <b>{field.title}</b>
        <Mono>{field.name}</Mono>
        {roles.map((role) => (
          <span key={role} className="hc-code">
            {role}
          </span>
        ))}
        <StateMark tone={classification.confirmed ? 'good' : 'wait'}>
          {t(classification.confirmed ? 'catalogue.field.confirmed' : 'catalogue.field.open')}
        </StateMark>
      </header>
      <p>
        {kind.join(' · ')}
        {field.description && ` · ${field.description}`}
      </p>
      <p>
        <Protection of={classification} />
      </p>
      {classification.reason && <p className="hc-note">{t('catalogue.field.reason', { text: classification.reason })}</p>}
    </li>
  )
}

export const FieldsTab = ({ resource }: { resource: Resource }) => {
  const t = useWords()
  const [text, setText] = useState('')
  const word = text.trim().toLowerCase()
  const shown = resource.fields.filter(({ name, title, standard }) =>
    `${name} ${title} ${standard ?? ''}`.toLowerCase().includes(word),
  )
  return (
    <section className="hc-section">
      <div className="hc-filters">
        {resource.fields.length > MANY && (
          <input
            className="hh-input hc-field-find"
            type="search"
            aria-label={t('catalogue.fieldsFind')}
            placeholder={t('catalogue.fieldsFind')}
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        )}
        <p className="hc-foot" role="status">
          {shown.length === 0
            ? t('catalogue.fieldsNone')
            : t('catalogue.fieldsCount', {
                count: resource.fields.length,
                open: resource.fields.filter(({ classification }) => !classification.confirmed).length,
              })}
        </p>
      </div>
      <ul className="hc-field-list">
        {shown.map((field) => (
          <One key={field.name} field={field} resource={resource} />
        ))}
      </ul>
    </section>
  )
}
