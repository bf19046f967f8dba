import { type ReactNode, useRef } from 'react'
import { Button } from '../../ui/button.tsx'
import { useWords } from '../../ui/i18n.ts'
import { Panel } from './desk.tsx'
import type { Sending } from './form.tsx'
import { Outcome } from './small.tsx'

/**
 * A form beside its list: its fields, what the server said of it, and below them the way back and the way on. After a
 * refusal the first field that is wrong has the keyboard.
 */
export const FormPanel = ({
  title,
  above,
  action,
  sending,
  onSend,
  onClose,
  children,
  after,
}: {
  title: ReactNode
  above?: ReactNode
  /** what the press does: 提交, 创建 */
  action: string
  sending: Pick<Sending, 'busy' | 'error'>
  onSend: () => Promise<unknown>
  onClose: () => void
  children: ReactNode
  /** stands outside the form: a dialog with what was made */
  after?: ReactNode
}) => {
  const t = useWords()
  const fields = useRef<HTMLDivElement>(null)
  const send = async () => {
    await onSend()
    requestAnimationFrame(() => fields.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
  }
  return (
    <Panel
      title={title}
      {...(above === undefined ? {} : { above })}
      onClose={onClose}
      form
      footer={
        <>
          <Button onPress={onClose}>{t('action.cancel')}</Button>
          <Button tone="primary" pending={sending.busy} onPress={() => void send()}>
            {action}
          </Button>
        </>
      }
    >
      <div className="hc-form" ref={fields}>
        {children}
        {sending.error && <Outcome tone="bad">{sending.error}</Outcome>}
      </div>
      {after}
    </Panel>
  )
}
