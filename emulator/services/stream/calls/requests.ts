// What requests say of calls and members (§2.4).
import { callSettingsRequest } from '../call-types/settings/index.ts'
import { filled, flag, freeMap, later, listOf, optional, shape, text, time } from '../schema.ts'
import { userRequest } from '../users/schema.ts'
import type { z } from 'zod'

export const memberRequest = later(() =>
  shape({ user_id: filled(), role: optional(text()), custom: optional(freeMap()) }),
)
export type MemberRequest = z.output<typeof memberRequest>

/** `data` of a call that is made. */
export const callRequest = later(() =>
  shape({
    created_by_id: optional(text()),
    created_by: optional(userRequest),
    members: optional(listOf(memberRequest, { max: 100 })),
    custom: optional(freeMap()),
    settings_override: optional(callSettingsRequest),
    starts_at: optional(time()),
    team: optional(text()),
    video: optional(flag()),
    channel_cid: optional(text()),
  }),
)
export type CallRequest = z.output<typeof callRequest>
