// Channels and messages, as they are answered.
import type { World } from '../../../world.ts'
import { newUser, users } from '../users/model.ts'
import { writeUser } from '../users/wire.ts'
import { at } from '../wire.ts'
import { type Channel, type Message, messages } from './model.ts'

export function writeChannel(world: World, channel: Channel): Record<string, unknown> {
  return {
    id: channel.channelId,
    type: channel.type,
    cid: channel.id,
    created_by: namedUser(world, channel.createdById, channel.createdAt),
    created_at: at(channel.createdAt),
    updated_at: at(channel.updatedAt),
    ...(channel.lastMessageAt !== undefined && { last_message_at: at(channel.lastMessageAt) }),
    ...(channel.team !== undefined && { team: channel.team }),
    frozen: channel.frozen,
    disabled: channel.disabled,
    member_count: channel.memberIds.length,
    message_count: world.state.table(messages).count({ channelCid: channel.id }),
    custom: channel.custom,
    own_capabilities: [],
  }
}

export function writeMember(world: World, channel: Channel, userId: string): Record<string, unknown> {
  return {
    user_id: userId,
    user: namedUser(world, userId, channel.createdAt),
    channel_role: 'channel_member',
    ...(userId === channel.createdById && { role: 'owner' }),
    banned: false,
    shadow_banned: false,
    notifications_muted: false,
    custom: {},
    created_at: at(channel.createdAt),
    updated_at: at(channel.createdAt),
  }
}

export function writeMessage(world: World, message: Message): Record<string, unknown> {
  return {
    id: message.id,
    cid: message.channelCid,
    type: message.type,
    text: message.text,
    html: `<p>${message.text.replace(/[&<>]/g, (sign) => `&#${sign.charCodeAt(0)};`)}</p>\n`,
    user: namedUser(world, message.userId, message.createdAt),
    ...(message.parentId !== undefined && { parent_id: message.parentId }),
    created_at: at(message.createdAt),
    updated_at: at(message.createdAt),
    silent: message.silent,
    pinned: message.pinned,
    shadowed: false,
    mentioned_channel: false,
    mentioned_here: false,
    deleted_reply_count: 0,
    reply_count: 0,
    attachments: [],
    latest_reactions: [],
    own_reactions: [],
    reaction_counts: {},
    reaction_scores: {},
    mentioned_users: [],
    restricted_visibility: [],
    custom: message.custom,
  }
}

/** Also one who was deleted. */
function namedUser(world: World, id: string, since: number): Record<string, unknown> {
  return writeUser(world.state.table(users).get(id) ?? newUser(id, since))
}
