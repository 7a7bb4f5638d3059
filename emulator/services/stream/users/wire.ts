// Users, as they are answered (§2.4, §2.11).
import { at } from '../wire.ts'
import type { User } from './model.ts'

/** UserResponse */
export function writeUser(user: User): Record<string, unknown> {
  return {
    id: user.id,
    ...(user.name !== undefined && { name: user.name }),
    ...(user.image !== undefined && { image: user.image }),
    custom: user.custom,
    language: user.language,
    role: user.role,
    teams: user.teams,
    ...(user.teamsRole && { teams_role: user.teamsRole }),
    created_at: at(user.createdAt),
    updated_at: at(user.updatedAt),
    banned: user.banned,
    online: false,
    blocked_user_ids: user.blockedUserIds,
    shadow_banned: false,
    invisible: user.invisible,
    ...(user.lastActive !== undefined && { last_active: at(user.lastActive) }),
    ...(user.deactivatedAt !== undefined && { deactivated_at: at(user.deactivatedAt) }),
    ...(user.deletedAt !== undefined && { deleted_at: at(user.deletedAt) }),
    ...(user.revokeTokensIssuedBefore !== undefined && {
      revoke_tokens_issued_before: at(user.revokeTokensIssuedBefore),
    }),
  }
}

/** FullUserResponse */
export function writeFullUser(user: User): Record<string, unknown> {
  return {
    ...writeUser(user),
    devices: [],
    mutes: [],
    channel_mutes: [],
    unread_count: 0,
    total_unread_count: 0,
    unread_channels: 0,
    unread_threads: 0,
  }
}
