/** Short messages that pass by and are spoken politely. What a person must act on belongs on the page instead. */
import { useSyncExternalStore } from 'react'
import { IconButton } from './button.tsx'
import { useWords } from './i18n.ts'
import { Icon, type IconName } from './icon.tsx'
import './overlay.css'

interface Message {
  id: number
  text: string
  icon: IconName
}

let messages: readonly Message[] = []
let count = 0
const listeners = new Set<() => void>()
const change = (next: readonly Message[]) => {
  messages = next
  for (const listener of listeners) listener()
}
const drop = (id: number) => change(messages.filter((message) => message.id !== id))

/** `toast('已保存')`; stays 5 s, longer texts longer. At most three are shown. */
export const toast = (text: string, icon: IconName = 'check'): void => {
  count += 1
  const id = count
  change([...messages.slice(-2), { id, text, icon }])
  setTimeout(() => drop(id), 5000 + text.length * 60)
}

const subscribe = (listener: () => void) => {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

export const Toasts = () => {
  const t = useWords()
  const shown = useSyncExternalStore(subscribe, () => messages)
  return (
    <div className="hh-toasts" role="status" aria-live="polite">
      {shown.map((message) => (
        <div key={message.id} className="hh-toast">
          <Icon name={message.icon} />
          {message.text}
          <IconButton icon="close" label={t('action.close')} onPress={() => drop(message.id)} />
        </div>
      ))}
    </div>
  )
}
