/** Sends a file and says how much of it is gone; fetch would not say. */
import type { UploadView } from '@haihe/contract'
import { ApiError, withQuery } from '../../ui/api.ts'

export const ENDINGS = /\.(csv|txt|tsv|xlsx)$/i

export interface Sent {
  done: Promise<UploadView>
  stop: () => void
}

export const sendFile = (
  file: File,
  query: Record<string, string | undefined>,
  onProgress: (share: number) => void,
  offline: string,
): Sent => {
  const call = new XMLHttpRequest()
  const done = new Promise<UploadView>((resolve, reject) => {
    call.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0)
    call.onerror = () => reject(new ApiError(0, 'OFFLINE', offline))
    call.onabort = () => reject(new DOMException('stopped', 'AbortError'))
    call.onload = () => {
      const answer = call.response as (UploadView & { detail?: string; title?: string; code?: string; traceId?: string }) | null
      if (call.status === 201 && answer) resolve(answer)
      else
        reject(
          new ApiError(
            call.status,
            answer?.code ?? 'UNREADABLE',
            answer?.detail ?? answer?.title ?? offline,
            answer?.traceId ?? null,
          ),
        )
    }
    call.open('POST', withQuery('/api/uploads', { ...query, name: file.name }))
    call.responseType = 'json'
    call.setRequestHeader('accept', 'application/json')
    call.setRequestHeader('content-type', 'application/octet-stream')
    call.send(file)
  })
  return { done, stop: () => call.abort() }
}
