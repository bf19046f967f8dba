import type { ReactNode } from 'react'
import { Menu as AriaMenu, MenuItem, MenuTrigger } from 'react-aria-components/Menu'
import { Popover } from 'react-aria-components/Popover'
import { Icon, type IconName } from './icon.tsx'
import './overlay.css'

export interface MenuEntry {
  id: string
  label: string
  icon?: IconName
  note?: string
  disabled?: boolean
  href?: string
}

/** `<Menu trigger={<IconButton … />} label="…" items={…} onAction={(id) => …} />` */
export const Menu = ({
  trigger,
  label,
  items,
  onAction,
}: {
  trigger: ReactNode
  label: string
  items: readonly MenuEntry[]
  onAction?: (id: string) => void
}) => (
  <MenuTrigger>
    {trigger}
    <Popover placement="bottom end">
      <AriaMenu className="hh-menu" aria-label={label} onAction={(id) => onAction?.(String(id))}>
        {items.map((item) => (
          <MenuItem
            key={item.id}
            id={item.id}
            className="hh-menu-item"
            textValue={item.label}
            isDisabled={item.disabled ?? false}
            {...(item.href ? { href: item.href } : {})}
          >
            {item.icon && <Icon name={item.icon} />}
            {item.label}
            {item.note && <small>{item.note}</small>}
          </MenuItem>
        ))}
      </AriaMenu>
    </Popover>
  </MenuTrigger>
)
