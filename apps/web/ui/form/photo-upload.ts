/** Photos leave the phone small and without their metadata: redrawn to at most 1,920 px as JPEG. */
import { request } from '../api.ts'

const LONGEST = 1920
const QUALITY = 0.85

/** The redrawn picture, or the file itself where the browser cannot decode it (the server then says why not). */
export const shrinkPhoto = async (file: Blob): Promise<Blob> => {
  const picture = await createImageBitmap(file, { imageOrientation: 'from-image' }).catch(() => null)
  if (!picture) return file
  const share = Math.min(1, LONGEST / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.round(picture.width * share)
  canvas.height = Math.round(picture.height * share)
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return new Promise((done) => canvas.toBlob((small) => done(small ?? file), 'image/jpeg', QUALITY))
}

/** POST /api/attachments with the picture as the body → its id. */
export const uploadPhoto = async (file: Blob): Promise<{ id: string }> => {
  const small = await shrinkPhoto(file)
  return request<{ id: string }>('POST', '/api/attachments', {
    body: small,
    headers: { 'content-type': small.type || 'image/jpeg' },
  })
}
