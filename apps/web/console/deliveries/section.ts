/** What the pages of this folder keep in their addresses, and where they stand in the menu. */
import { id, matching, oneOf, searchOf, timeSearch } from '../lib/address.ts'
import type { Section } from '../registry.ts'

export const subscriptionsSearch = searchOf({ open: id, new: oneOf('subscription') })
export type SubscriptionsSearch = ReturnType<typeof subscriptionsSearch>

export const deliveriesSearch = searchOf({
  open: id,
  subscription: id,
  entity: id,
  state: oneOf('queued', 'tried', 'delivered', 'dead', 'superseded', 'withheld'),
  change: matching(/^[1-9]\d{0,15}$/),
  ...timeSearch,
})
export type DeliveriesSearch = ReturnType<typeof deliveriesSearch>

export const section: Section = {
  id: 'deliveries',
  icon: 'send',
  group: 'sensing',
  rank: 40,
  pages: [
    {
      id: 'subscriptions',
      path: '/subscriptions',
      needs: 'subscription.manage',
      search: subscriptionsSearch,
      load: async () => (await import('./subscriptions-page.tsx')).SubscriptionsPage,
    },
    {
      id: 'deliveries',
      path: '/deliveries',
      needs: 'delivery.read',
      search: deliveriesSearch,
      load: async () => (await import('./deliveries-page.tsx')).DeliveriesPage,
    },
  ],
}
