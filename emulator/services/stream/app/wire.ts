// An app, as it is answered: AppResponseFields has a good many members that every SDK but Node's insists on.
import type { World } from '../../../world.ts'
import { at } from '../wire.ts'
import type { AppSettings } from './model.ts'

export function writeApp(world: World, settings: AppSettings): Record<string, unknown> {
  return {
    ...fixed,
    name: world.name,
    ...settings.other,
    webhook_url: settings.webhookUrl,
    webhook_events: settings.webhookEvents,
    event_hooks: settings.eventHooks,
    ...(settings.revokeTokensIssuedBefore !== undefined && {
      revoke_tokens_issued_before: at(settings.revokeTokensIssuedBefore),
    }),
  }
}

const uploads = {
  size_limit: 0,
  allowed_file_extensions: [],
  allowed_mime_types: [],
  blocked_file_extensions: [],
  blocked_mime_types: [],
}

/** Of products that the double does not stand in for. */
const fixed = {
  id: 1,
  organization: 'stuntdouble',
  placement: 'local',
  allow_multi_user_devices: false,
  async_url_enrich_enabled: false,
  auto_translation_enabled: false,
  campaign_enabled: false,
  cdn_expiration_seconds: 1_209_600,
  custom_action_handler_url: '',
  disable_auth_checks: false,
  disable_permissions_checks: false,
  enforce_unique_usernames: 'no',
  feed_audit_logs_enabled: false,
  guest_user_creation_disabled: false,
  image_moderation_enabled: false,
  max_aggregated_activities_length: 0,
  member_custom_on_mentioned_users_enabled: false,
  member_custom_on_messages_enabled: false,
  member_custom_on_typing_events_enabled: false,
  moderation_audio_call_moderation_enabled: false,
  moderation_enabled: false,
  moderation_keyframe_video_enabled: false,
  moderation_llm_configurability_enabled: false,
  moderation_multitenant_blocklist_enabled: false,
  moderation_video_call_moderation_enabled: false,
  moderation_webhook_url: '',
  multi_tenant_enabled: false,
  permission_version: 'v2',
  reminders_interval: 0,
  sns_key: '',
  sns_secret: '',
  sns_topic_arn: '',
  sqs_key: '',
  sqs_secret: '',
  sqs_url: '',
  suspended: false,
  suspended_explanation: '',
  use_hook_v2: true,
  user_response_time_enabled: false,
  user_search_disallowed_roles: [],
  call_types: {},
  channel_configs: {},
  file_upload_config: uploads,
  image_upload_config: uploads,
  grants: {},
  policies: {},
  push_notifications: {
    offline_only: false,
    version: 'v2',
    apn: { development: false, enabled: false },
    firebase: { enabled: false },
    huawei: { enabled: false },
    xiaomi: { enabled: false },
  },
}
