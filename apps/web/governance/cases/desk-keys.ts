/** Keys of the desk. Letters typed into a field, or with Ctrl, Alt or Meta, are never commands. */
import { useEffect, useRef } from 'react'

export const DESK_KEYS = {
  j: 'next',
  k: 'previous',
  Enter: 'open',
  a: 'primary',
  m: 'more',
  '/': 'search',
  '?': 'help',
  Escape: 'close',
} as const
export type Command = (typeof DESK_KEYS)[keyof typeof DESK_KEYS]

const FIELDS = 'input, textarea, select, [contenteditable="true"]'

/** The command of a key press, or undefined. Enter belongs to the focused link or button. */
export const commandOf = (
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'target'>,
): Command | undefined => {
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined
  const target = event.target instanceof Element ? event.target : null
  if (target?.closest(FIELDS) || target?.closest('[role="dialog"], [role="alertdialog"], [role="menu"]')) return undefined
  const { key } = event
  if (key === 'Enter' && target?.closest('a, button, summary')) return undefined
  return key in DESK_KEYS ? DESK_KEYS[key as keyof typeof DESK_KEYS] : undefined
}

export const useDeskKeys = (commands: Partial<Record<Command, () => void>>): void => {
  const latest = useRef(commands)
  latest.current = commands
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
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
