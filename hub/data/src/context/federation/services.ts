/** What distributed operations stand on. */
import type { Forwarder } from './forward.ts'
import type { Registrations } from './registrations.ts'
import type { RemoteServices } from './remote.ts'

export interface FederationServices {
  registrations: Registrations
  forwarder: Forwarder
  remote: RemoteServices
  /** how a tenant of this hub calls itself in Via */
  alias: (tenant: string) => string
}
