/** Small parts that every page uses: states that are not told by colour alone, facts, copying, times. */
import type { ReactNode } from 'react'
import { Button, IconButton } from '../../ui/button.tsx'
import { formatAgo, formatMoment, formatTime } from '../../ui/format.ts'
import { useWords } from '../../ui/i18n.ts'
import { localMinute } from '../../ui/minute.ts'
import { ScrollRegion } from '../../ui/scroll-region.tsx'
import { toast } from '../../ui/toast.tsx'
import { useNow } from '../../ui/use-now.ts'
import './small.css'

/** good: a full dot; wait: a ring; bad: a square in plum; off: a dash */
export type StateTone = 'good' | 'wait' | 'bad' | 'off'

export const StateMark = ({ tone, children }: { tone: StateTone; children: ReactNode }) => (
  <span className="hc-state" data-tone={tone}>
    <i aria-hidden />
    {children}
  </span>
)

export type Fact = readonly [name: string, value: ReactNode] | null | false | undefined

/** Names and values, two columns where there is room. */
export const Facts = ({ of }: { of: readonly Fact[] }) => (
  <dl className="hc-facts">
    {of.map(
      (fact) =>
        fact && (
          <div key={fact[0]}>
            <dt>{fact[0]}</dt>
            <dd>{fact[1] ?? '—'}</dd>
          </div>
        ),
    )}
  </dl>
)

/** 3 分钟前, with the minute itself on hover */
export const Ago = ({ at, every = 10_000 }: { at: string | null; every?: number }) => {
  const now = useNow(every)
  if (at === null) return <>—</>
  return (
    <time dateTime={at} title={localMinute(at).replace('T', ' ')}>
      {formatAgo(at, now)}
    </time>
  )
}

/** 11月20日 14:05, 今天 14:05 */
export const Moment = ({ at }: { at: string | null }) => {
  const t = useWords()
  const now = useNow(60_000)
  if (at === null) return <>—</>
  const today = localMinute(at).slice(0, 10) === localMinute(now).slice(0, 10)
  const words = today ? t('time.today', { time: formatTime(at) }) : formatMoment(at)
  return (
    <time dateTime={at} title={localMinute(at).replace('T', ' ')}>
      {words}
    </time>
  )
}

/** 11-20 14:05:09, always with its day: for records, where a minute without a day says nothing */
export const Exact = ({ at }: { at: string }) => (
  <time dateTime={at} title={`${localMinute(at).replace('T', ' ')} · ${at}`}>
    {`${localMinute(at).slice(5, 10)} ${formatTime(at, true)}`}
  </time>
)

export const copyText = async (text: string, said: string, failed: string): Promise<void> => {
  try {
    await navigator.clipboard.writeText(text)
    toast(said)
  } catch {
    toast(failed, 'info')
  }
}

export const CopyButton = ({ text, label }: { text: string | (() => string); label?: string }) => {
  const t = useWords()
  const copy = () => void copyText(typeof text === 'string' ? text : text(), t('copy.done'), t('copy.failed'))
  return label ? (
    <Button size="small" icon="document" onPress={copy}>
      {label}
    </Button>
  ) : (
    <IconButton icon="document" label={t('copy.do')} onPress={copy} />
  )
}

/** A command, an address or an example, with a button that takes it along. */
export const Snippet = ({ text, label }: { text: string; label: string }) => (
  <div className="hc-snippet">
    <ScrollRegion className="hc-snippet-box" label={label}>
      <pre>{text}</pre>
    </ScrollRegion>
    <CopyButton text={text} />
  </div>
)

export const Mono = ({ children }: { children: ReactNode }) => <span className="hc-mono">{children}</span>

/** What something is called, with the name that machines use beside it; that name alone where it has no other. */
export const Named = ({ title, name }: { title: string | null; name: string }) =>
  title === null || title === name ? (
    <Mono>{name}</Mono>
  ) : (
    <span title={`${title} ${name}`}>
      {title} <Mono>{name}</Mono>
    </span>
  )

/** A line that tells what a list holds: 显示 3 项，共 12 项; nothing while nobody knows. */
export const Foot = ({ wait, children }: { wait?: boolean; children: ReactNode }) => (
  <p className="hc-foot" role="status">
    {!wait && children}
  </p>
)

/** What went well or badly, in place; stays until the next attempt. */
export const Outcome = ({ tone, children }: { tone: 'good' | 'bad'; children: ReactNode }) => (
  <div className="hc-outcome" data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
    {children}
  </div>
)
