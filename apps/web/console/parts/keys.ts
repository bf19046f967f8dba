/** Keys of the desk. Letters typed into a field, or with Ctrl, Alt or Meta, are never commands. */
import { useEffect, useRef } from 'react'

export const DESK_KEYS = {
  j: 'next',
  k: 'previous',
  Enter: 'open',
  '/': 'search',
  '?': 'help',
  Escape: 'close',
  r: 'refresh',
  e: 'edit',
} as const
export type Command = (typeof DESK_KEYS)[keyof typeof DESK_KEYS]

const FIELDS = 'input, textarea, select, [contenteditable="true"]'
const OVERLAYS = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]'

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target'>

/** The command of a key press, or undefined. Enter belongs to the focused link or button; Escape first leaves a field. */
export const commandOf = ({ key, ctrlKey, metaKey, altKey, target }: Press): Command | undefined => {
  if (ctrlKey || metaKey || altKey) return undefined
  const element = target instanceof Element ? target : null
  if (element?.closest(OVERLAYS) || element?.closest(FIELDS)) return undefined
  if (key === 'Enter' && element?.closest('a, button, summary')) return undefined
  return key in DESK_KEYS ? DESK_KEYS[key as keyof typeof DESK_KEYS] : undefined
}

export const useKeys = (commands: Partial<Record<Command, () => void>>): void => {
  const latest = useRef(commands)
  latest.current = commands
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented) return
      if (event.key === 'Escape' && event.target instanceof HTMLElement && event.target.matches(FIELDS)) {
        event.target.blur()
        return
      }
      const name = commandOf(event)
      const command = name && latest.current[name]
      if (!command) return
      event.preventDefault()
      command()
    }
    addEventListener('keydown', press)
    return () => removeEventListener('keydown', press)
  }, [])
}
