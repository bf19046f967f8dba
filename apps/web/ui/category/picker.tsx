/** What is it about? Recent ones first, then a search, then groups that open. One press chooses. */
import { searchCategories } from '@haihe/contract/case-category'
import { useId, useMemo, useState } from 'react'
import { useText, useWords } from '../i18n.ts'
import { Icon } from '../icon.tsx'
import './picker.css'
import { type Category, groupsOf } from './tree.ts'

export interface CategoryPickerProps {
  categories: readonly Category[]
  value: string
  onPick: (category: Category) => void
  recent?: readonly string[]
  /** for citizens: without urgency and kind, which are the office's words */
  plain?: boolean
  /** id of the element that says what is wrong */
  describedBy?: string | undefined
}

const Leaf = ({
  category,
  chosen,
  plain,
  onPick,
}: {
  category: Category
  chosen: boolean
  plain: boolean
  onPick: (category: Category) => void
}) => {
  const t = useWords()
  const say = useText()
  return (
    <button type="button" className="hh-category" aria-pressed={chosen} onClick={() => onPick(category)}>
      <span>{say(category.title)}</span>
      {!plain && category.urgency !== 'normal' && <small>{t(`category.urgency.${category.urgency}`)}</small>}
      {chosen && <Icon name="check" />}
    </button>
  )
}

export const CategoryPicker = ({ categories, value, onPick, recent = [], plain = false, describedBy }: CategoryPickerProps) => {
  const t = useWords()
  const say = useText()
  const id = useId()
  const [question, setQuestion] = useState('')
  const asked = question.trim() !== ''
  const groups = useMemo(() => groupsOf(categories), [categories])
  const found = useMemo(() => searchCategories(categories, question, 30), [categories, question])
  const used = recent.flatMap((code) => categories.find((category) => category.leaf && category.code === code) ?? [])
  const leaf = (category: Category) => (
    <li key={category.code}>
      <Leaf category={category} chosen={category.code === value} plain={plain} onPick={onPick} />
    </li>
  )
  return (
    <div className="hh-categories">
      <div className="hh-category-search">
        <Icon name="search" />
        <input
          id={id}
          className="hh-input"
          type="search"
          enterKeyHint="search"
          aria-label={t('category.search')}
          aria-describedby={describedBy}
          placeholder={t('category.search')}
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
        />
      </div>
      <p className="hh-spoken" role="status">
        {asked && t('category.found', { count: found.length })}
      </p>
      {found.length > 0 && <ul className="hh-category-list">{found.map(leaf)}</ul>}
      {asked && found.length === 0 && <p className="hh-category-none">{t('category.none')}</p>}
      {!asked && used.length > 0 && (
        <section>
          <h2 className="hh-category-head">{t('category.recent')}</h2>
          <ul className="hh-category-list">{used.map(leaf)}</ul>
        </section>
      )}
      {found.length === 0 && (
        <ul className="hh-category-groups">
          {groups.map((group) => (
            <li key={group.code}>
              <details className="hh-category-group" open={group.children.some(({ code }) => code === value)}>
                <summary>
                  <span>{say(group.title)}</span>
                  {!plain && <small>{t(`category.kind.${group.kind}`, { defaultValue: '' })}</small>}
                  <small>{group.children.length}</small>
                  <Icon name="chevronDown" />
                </summary>
                <ul className="hh-category-list">{group.children.map(leaf)}</ul>
              </details>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
