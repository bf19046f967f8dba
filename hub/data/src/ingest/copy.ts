/** COPY … FROM STDIN of one buffer as one round trip on a `pg` client. */
import type pg from 'pg'

interface Connection {
  query: (text: string) => void
  sendCopyFromChunk: (chunk: Buffer) => void
  endCopyFrom: () => void
}

/**
 * Sends statement and data together: the protocol lets a client send CopyData without waiting for the server's
 * CopyInResponse, and a server that refused the statement skips it. `text` may hold statements before the COPY
 * (BEGIN; COPY …). Rejects with the server's error.
 */
export const copyFrom = (client: pg.ClientBase, text: string, data: Buffer): Promise<void> =>
  new Promise((resolve, reject) => {
    let failure: Error | undefined
    const query = {
      submit(connection: Connection): void {
        connection.query(text)
        connection.sendCopyFromChunk(data)
        connection.endCopyFrom()
      },
      handleCopyInResponse(): void {},
      handleRowDescription(): void {},
      handleDataRow(): void {},
      handleCommandComplete(): void {},
      handleEmptyQuery(): void {},
      handlePortalSuspended(): void {},
      handleError(error: Error): void {
        failure = error
        reject(error)
      },
      handleReadyForQuery(): void {
        if (!failure) resolve()
      },
      // pg wraps it with its own timeout
      callback(error?: Error): void {
        if (error) reject(error)
      },
    }
    client.query(query as unknown as pg.Submittable)
  })
