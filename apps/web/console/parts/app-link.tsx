import { useNavigate } from '@tanstack/react-router'
import type { AnchorHTMLAttributes, MouseEvent } from 'react'

const BASE = '/console'

/** Client-side navigation to an address of the console. */
export const useGo = (): ((href: string) => void) => {
  const navigate = useNavigate()
  return (href) => {
    const [path = '', search = ''] = href.replace(BASE, '').split('?')
    void navigate({ to: path || '/', search: Object.fromEntries(new URLSearchParams(search)) })
  }
}

/** A link inside the console: a plain address, so that it opens in a new tab, but without loading the page anew. */
export const AppLink = ({ href, onClick, ...rest }: AnchorHTMLAttributes<HTMLAnchorElement> & { href: string }) => {
  const go = useGo()
  const press = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event)
    if (event.defaultPrevented || event.metaKey || event.ctrlKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    go(href)
  }
  return <a href={href} onClick={press} {...rest} />
}
