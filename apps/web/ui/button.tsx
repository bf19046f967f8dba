import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button'
import './button.css'
import { Icon, type IconName } from './icon.tsx'

export type Tone = 'primary' | 'quiet' | 'plain' | 'danger'

export interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'isPending'> {
  tone?: Tone
  size?: 'normal' | 'small'
  icon?: IconName
  /** fills the line, for phones */
  wide?: boolean
  /** shows a spinner and takes no presses */
  pending?: boolean
  children?: ReactNode
}

/** While pending it keeps its focus but does nothing. (React Aria's own isPending announces with nameless images.) */
export const Button = ({ tone = 'quiet', size = 'normal', icon, wide, pending = false, children, ...rest }: ButtonProps) => (
  <AriaButton
    className="hh-button"
    data-tone={tone}
    data-size={size}
    data-wide={wide || undefined}
    data-pending={pending || undefined}
    {...rest}
    {...(pending ? { type: 'button' as const, onPress: () => undefined, onClick: () => undefined } : {})}
  >
    {pending ? <span className="hh-spin" aria-hidden /> : icon && <Icon name={icon} />}
    {children}
  </AriaButton>
)

export interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'style' | 'children' | 'aria-label'> {
  icon: IconName
  /** spoken name, also the tooltip */
  label: string
  tone?: Tone
}

export const IconButton = ({ icon, label, tone = 'plain', ...rest }: IconButtonProps) => (
  <AriaButton className="hh-button" data-tone={tone} data-size="icon" aria-label={label} {...rest}>
    <Icon name={icon} />
  </AriaButton>
)

/** A link that looks like a button (a page of its own, so that it can be opened in a new tab). */
export const LinkButton = ({
  href,
  tone = 'quiet',
  icon,
  wide,
  children,
}: {
  href: string
  tone?: Tone
  icon?: IconName
  wide?: boolean
  children: ReactNode
}) => (
  <a className="hh-button" data-tone={tone} data-wide={wide || undefined} href={href}>
    {icon && <Icon name={icon} />}
    {children}
  </a>
)
