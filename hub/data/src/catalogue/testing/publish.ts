/** Resources that went through the workflow. */
import type { Actor, Resource, ResourceDraft } from '@haihe/contract'
import type { CatalogueRoom } from '../catalogue.ts'
import { draftOf, PEOPLE } from './books.ts'

export const publish = async (room: CatalogueRoom, more: Partial<ResourceDraft> = {}): Promise<Resource> => {
  const { author, reviewer } = PEOPLE as { author: Actor; reviewer: Actor }
  const { id } = await room.create(author, draftOf(more))
  await room.act(author, { id, action: 'submit', reason: '编制完成' })
  return room.act(reviewer, { id, action: 'publish', reason: '审核通过' })
}
