// Chat channels: get or create one, send a message to it.
import type { z } from 'zod'
import type { Call } from '../call.ts'
import { inputError, notFound } from '../errors.ts'
import type { Route } from '../route.ts'
import { filled, flag, freeMap, later, listOf, oneOf, optional, shape, text } from '../schema.ts'
import { ensureUser, findUser } from '../users/model.ts'
import { userRequest } from '../users/schema.ts'
import { type Channel, channels, type Message, messages } from './model.ts'
import { writeChannel, writeMember, writeMessage } from './wire.ts'

const description = later(() =>
  shape({
    created_by_id: optional(text()),
    created_by: optional(userRequest),
    members: optional(listOf(shape({ user_id: filled() }), { max: 100 })),
    team: optional(text()),
    frozen: optional(flag()),
    disabled: optional(flag()),
    custom: optional(freeMap()),
  }),
)
const queryRequest = later(() => shape({ data: optional(description) }))

const cidOf = (call: Call) => `${call.param('type')}:${call.param('id')}`

function getOrCreate(call: Call): object {
  const { world } = call
  const { data } = call.body(queryRequest)
  const channel = world.state.transaction(
    () => world.state.table(channels).get(cidOf(call)) ?? create(call, data ?? {}),
  )
  const sent = world.state.table(messages).list({ where: { channelCid: channel.id }, direction: 'desc', limit: 25 })
  return {
    channel: writeChannel(world, channel),
    members: channel.memberIds.map((id) => writeMember(world, channel, id)),
    messages: sent.toReversed().map((message) => writeMessage(world, message)),
    pinned_messages: [],
    threads: [],
    read: [],
    watchers: [],
    watcher_count: 0,
  }
}

function create(call: Call, data: Partial<z.output<typeof description>>): Channel {
  const { world, now, caller } = call
  const creator = caller.kind === 'user' ? caller.userId : (data.created_by_id ?? data.created_by?.id)
  if (!creator)
    throw inputError('either data.created_by or data.created_by_id must be provided when using server side auth.')
  const memberIds = [...new Set((data.members ?? []).map((member) => member.user_id))]
  const unknown = memberIds.filter((id) => !findUser(world, id))
  if (unknown.length > 0)
    throw inputError(
      `The following users are involved in channel create operation, but don't exist: [${unknown.join(' ')}]. Please create the user objects before setting up the channel.`,
    )
  return world.state.table(channels).insert({
    id: cidOf(call),
    type: call.param('type'),
    channelId: call.param('id'),
    createdById: ensureUser(world, creator).id,
    memberIds,
    ...(data.team !== undefined && { team: data.team }),
    frozen: data.frozen ?? false,
    disabled: data.disabled ?? false,
    custom: data.custom ?? {},
    createdAt: now,
    updatedAt: now,
  })
}

const messageRequest = later(() =>
  shape({
    message: shape({
      id: optional(text()),
      text: optional(text()),
      type: optional(oneOf(['regular', 'system'])),
      user_id: optional(text()),
      user: optional(userRequest),
      parent_id: optional(text()),
      silent: optional(flag()),
      pinned: optional(flag()),
      custom: optional(freeMap()),
    }),
  }),
)

function send(call: Call): object {
  const { world, now, caller } = call
  const { message: request } = call.body(messageRequest)
  const userId = caller.kind === 'user' ? caller.userId : (request.user_id ?? request.user?.id)
  if (!userId) throw inputError('either message.user or message.user_id is required when using server side auth.')
  return world.state.transaction(() => {
    const channel = world.state.table(channels).get(cidOf(call))
    if (!channel) throw notFound(`Can't find channel with id ${cidOf(call)}`)
    const message: Message = {
      id: request.id ?? world.ids.uuid('stream.message'),
      channelCid: channel.id,
      userId: ensureUser(world, userId).id,
      text: request.text ?? '',
      type: request.type ?? 'regular',
      ...(request.parent_id !== undefined && { parentId: request.parent_id }),
      silent: request.silent ?? false,
      pinned: request.pinned ?? false,
      custom: request.custom ?? {},
      createdAt: now,
    }
    if (world.state.table(messages).get(message.id)) throw inputError(`message with id "${message.id}" already exists`)
    world.state.table(messages).insert(message)
    world.state.table(channels).update(channel.id, { lastMessageAt: now })
    return { message: writeMessage(world, message) }
  })
}

const path = '/chat/channels/:type/:id'

export const chatRoutes: readonly Route[] = [
  { method: 'POST', path: `${path}/query`, operation: 'GetOrCreateChannel', serverOnly: false, handle: getOrCreate },
  { method: 'POST', path: `${path}/message`, operation: 'SendMessage', serverOnly: false, handle: send },
]
