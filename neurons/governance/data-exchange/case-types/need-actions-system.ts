/** What happens to a need because something happened to its resource or its grant, and when windows end. */
import { type Action, t } from './parts.ts'

const system = (id: string, zh: string, en: string, more: Omit<Action, 'id' | 'title' | 'system'>): Action => ({
  id,
  title: t(zh, en),
  system: true,
  ...more,
})

export const actionsOfSystem: Action[] = [
  system('catalogue', '目录已发布', 'Its catalogue entry was published', {
    from: ['confirmed'],
    to: 'catalogued',
    effects: [
      { do: 'mark', mark: 'catalogued' },
      { do: 'flag', flag: 'catalogued', value: true },
    ],
  }),
  system('uncatalogue', '目录已撤销', 'Its catalogue entry was withdrawn', {
    from: ['catalogued', 'connected'],
    to: 'confirmed',
    effects: [
      { do: 'flag', flag: 'catalogued', value: false },
      { do: 'flag', flag: 'connected', value: false },
    ],
  }),
  system('connect', '已挂接', 'Its first rows came in', {
    from: ['catalogued'],
    to: 'connected',
    effects: [
      { do: 'mark', mark: 'connected' },
      { do: 'flag', flag: 'connected', value: true },
    ],
  }),
  system('granted', '已另行授权', 'Granted outside the ledger', {
    from: ['connected', 'expired'],
    to: 'authorised',
    effects: [
      { do: 'link', kind: 'grant' },
      { do: 'mark', mark: 'answered' },
      { do: 'mark', mark: 'handled' },
    ],
  }),
  system('use', '首次使用', 'First used', {
    from: ['authorised'],
    to: 'used',
    effects: [{ do: 'mark', mark: 'used' }],
  }),
  system('revoke', '授权已收回', 'The grant was revoked', {
    from: ['authorised', 'used'],
    to: 'connected',
    effects: [{ do: 'count', counter: 'revocations' }],
  }),
  system('expire', '授权到期', 'The grant has ended', {
    from: ['authorised', 'used'],
    to: 'expired',
    effects: [{ do: 'count', counter: 'expiries' }],
  }),
  system('renewed', '授权已续期', 'The grant was renewed', {
    from: ['authorised', 'used'],
    to: null,
    effects: [{ do: 'link', kind: 'grant' }],
  }),
  system('endUnused', '到期未续', 'Nobody asked for more in time', { from: ['expired'], to: 'ended' }),
  system('refusalStands', '逾期未提异议', 'Nobody objected in time', { from: ['refused'], to: 'dismissed' }),
  system('lapse', '逾期未评价', 'Not rated in time', { from: ['used', 'expired'], to: 'unrated' }),
]
