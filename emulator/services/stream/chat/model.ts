// As much of Stream's chat as the video suites of Java ask for: a channel, and messages in it (§2.11).
import { defineTable } from '../../../state/table.ts'

export interface Channel {
  /** `team:abc` */
  id: string
  type: string
  channelId: string
  createdById: string
  memberIds: string[]
  team?: string
  frozen: boolean
  disabled: boolean
  custom: Record<string, unknown>
  lastMessageAt?: number
  createdAt: number
  updatedAt: number
}

export interface Message {
  id: string
  channelCid: string
  userId: string
  text: string
  type: 'regular' | 'system'
  parentId?: string
  silent: boolean
  pinned: boolean
  custom: Record<string, unknown>
  createdAt: number
}

export const channels = defineTable<Channel>('stream_channels')
export const messages = defineTable<Message>('stream_messages', {
  indexes: [['channelCid']],
  counted: [['channelCid']],
})
