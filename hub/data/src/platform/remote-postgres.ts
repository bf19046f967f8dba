/** Databases of others that speak PostgreSQL. */
import pg from 'pg'

export interface RemotePostgres {
  /** as people name it: what its certificate is checked against */
  host: string
  port: number
  database: string
  user: string
  password: string | undefined
  /** 'on' and 'require': encrypted, whoever it is; 'verify': encrypted and of that host */
  tls: 'off' | 'on' | 'require' | 'verify'
}

/** `address`: resolved and checked beforehand. `name`: what the other side sees in its list of sessions. */
export const connectRemote = async (remote: RemotePostgres, address: string, name: string): Promise<pg.Client> => {
  const { host, port, database, user, password, tls } = remote
  const client = new pg.Client({
    host: address,
    port,
    database,
    user,
    password,
    ssl: tls === 'off' ? false : { rejectUnauthorized: tls === 'verify', servername: host },
    application_name: name,
    connectionTimeoutMillis: 15_000,
    query_timeout: 300_000,
  })
  // a connection that breaks between two statements is told by the next one
  client.on('error', () => {})
  try {
    await client.connect()
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  return client
}
