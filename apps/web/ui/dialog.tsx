/** Dialog and Drawer: focus is held inside, Escape and the veil close, on phones a dialog rises from below. */
import type { ReactNode } from 'react'
import { Dialog as AriaDialog } from 'react-aria-components/Dialog'
import { Heading } from 'react-aria-components/Heading'
import { Modal, ModalOverlay } from 'react-aria-components/Modal'
import { IconButton } from './button.tsx'
import { useWords } from './i18n.ts'
import './overlay.css'

export interface SheetProps {
  open: boolean
  onClose: () => void
  title: string
  children: ReactNode
  /** buttons, primary last */
  footer?: ReactNode
  wide?: boolean
  /** a question that must be answered: the veil does not close it */
  strict?: boolean
}

const Sheet = ({ kind, open, onClose, title, children, footer, wide, strict }: SheetProps & { kind: 'dialog' | 'drawer' }) => {
  const t = useWords()
  return (
    <ModalOverlay
      className="hh-veil"
      data-kind={kind}
      isOpen={open}
      isDismissable={!strict}
      onOpenChange={(next) => !next && onClose()}
    >
      <Modal className="hh-sheet" data-kind={kind} data-wide={wide || undefined}>
        <AriaDialog className="hh-sheet-dialog" role={strict ? 'alertdialog' : 'dialog'}>
          <header className="hh-sheet-head">
            <Heading slot="title" level={2}>
              {title}
            </Heading>
            <IconButton icon="close" label={t('action.close')} onPress={onClose} />
          </header>
          <div className="hh-sheet-body">{children}</div>
          {footer && <footer className="hh-sheet-foot">{footer}</footer>}
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  )
}

export const Dialog = (props: SheetProps) => <Sheet kind="dialog" {...props} />
export const Drawer = (props: SheetProps) => <Sheet kind="drawer" {...props} />
