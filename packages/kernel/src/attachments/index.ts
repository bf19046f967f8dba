export { createAttachments } from './attachments.ts'
export type * from './types.ts'
export { attachmentView } from './types.ts'
