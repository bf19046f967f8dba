/** JSON to read and JSON to mend. */
import { useId, useMemo, useRef } from 'react'
import { useWords } from '../../ui/i18n.ts'
import { Icon } from '../../ui/icon.tsx'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { compactJson, type JsonMistake, jsonParts, readJson } from '../lib/json-text.ts'
import './json.css'
import { CopyButton } from './small.tsx'

const Coloured = ({ text }: { text: string }) => {
  const parts = useMemo(() => jsonParts(text), [text])
  let at = 0
  return parts.map(({ part, text: piece }) => {
    const key = at
    at += piece.length
    return part === 'plain' || part === 'sign' ? (
      piece
    ) : (
      <span key={key} data-part={part}>
        {piece}
      </span>
    )
  })
}

const MOST_COLOURED = 60_000

export const JsonView = ({ value, label }: { value: unknown; label: string }) => {
  const text = useMemo(() => (typeof value === 'string' ? value : compactJson(value)), [value])
  return (
    <div className="hc-snippet">
      <ScrollRegion className="hc-snippet-box" label={label}>
        <pre className="hc-json">{text.length > MOST_COLOURED ? text : <Coloured text={text} />}</pre>
      </ScrollRegion>
      <CopyButton text={text} />
    </div>
  )
}

export const useMistakeWords = () => {
  const t = useWords()
  return ({ problem, line, column, name }: JsonMistake): string =>
    t('json.at', { line, column, problem: t(`json.${problem}`, { name: name ?? '' }) })
}

/** A text area over coloured text with line numbers. What is wrong is said below, with a press that leads there. */
export const JsonEditor = ({
  label,
  text,
  onChange,
  onSend,
  readOnly,
  rows = 14,
}: {
  label: string
  text: string
  onChange: (text: string) => void
  /** Ctrl+Enter */
  onSend?: () => void
  readOnly?: boolean
  rows?: number
}) => {
  const t = useWords()
  const words = useMistakeWords()
  const id = useId()
  const area = useRef<HTMLTextAreaElement>(null)
  const back = useRef<HTMLPreElement>(null)
  const numbers = useRef<HTMLPreElement>(null)
  const reading = useMemo(() => readJson(text), [text])
  const mistake = reading.ok ? null : reading.mistake
  const lines = text.split('\n').length
  const follow = () => {
    const { scrollTop = 0, scrollLeft = 0 } = area.current ?? {}
    if (back.current) back.current.style.transform = `translate(${-scrollLeft}px, ${-scrollTop}px)`
    if (numbers.current) numbers.current.style.transform = `translateY(${-scrollTop}px)`
  }
  const lead = () => {
    if (!mistake || !area.current) return
    area.current.focus()
    area.current.setSelectionRange(mistake.at, Math.min(text.length, mistake.at + 1))
  }
  return (
    <div className="hc-editor" data-wrong={mistake ? true : undefined}>
      <div className="hc-editor-box" style={{ height: `${rows * 1.6 * 0.8125 + 1.5}rem` }}>
        <div className="hc-editor-numbers" aria-hidden>
          <pre ref={numbers}>
            {Array.from({ length: lines }, (_, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line number is its own key
              <span key={index} data-wrong={mistake?.line === index + 1 || undefined}>
                {index + 1}
                {'\n'}
              </span>
            ))}
          </pre>
        </div>
        <div className="hc-editor-text">
          <pre ref={back} className="hc-json" aria-hidden>
            {text.length > MOST_COLOURED ? text : <Coloured text={text} />}
            {'\n'}
          </pre>
          <textarea
            ref={area}
            aria-label={label}
            aria-invalid={mistake !== null}
            aria-describedby={id}
            value={text}
            readOnly={readOnly}
            spellCheck={false}
            autoComplete="off"
            wrap="off"
            onScroll={follow}
            onChange={(event) => onChange(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !onSend) return
              event.preventDefault()
              onSend()
            }}
          />
        </div>
      </div>
      <p id={id} className="hc-editor-said" role="status">
        {mistake ? (
          <button type="button" onClick={lead}>
            <Icon name="info" size="1em" />
            {words(mistake)}
          </button>
        ) : (
          <span>
            <Icon name="check" size="1em" /> {t('json.fine')}
          </span>
        )}
      </p>
    </div>
  )
}
