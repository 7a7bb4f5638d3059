"""What the SDK's own suites ask of the live service (tests/test_video_integration.py, tests/test_video_examples.py), restated."""
import time
from datetime import datetime, timedelta, timezone

from getstream import Stream
from getstream.models import (
    APNS,
    AudioSettingsRequest,
    BackstageSettingsRequest,
    CallRequest,
    CallSettingsRequest,
    EventNotificationSettings,
    FCM,
    FrameRecordingSettingsRequest,
    GeofenceSettingsRequest,
    LayoutSettingsRequest,
    LimitsSettingsRequest,
    MemberRequest,
    NotificationSettings,
    OwnCapability,
    QueryUsersPayload,
    RecordSettingsRequest,
    ScreensharingSettingsRequest,
    SessionSettingsRequest,
    UserRequest,
)

from release import start_recording, stop_recording
from world import InAWorld

title = '{{ user.display_name }} invites you to a call'


class CallTypes(InAWorld):
    def create(self):
        def notify(enabled):
            return EventNotificationSettings(enabled=enabled, apns=APNS(title=title, body=''), fcm=FCM())

        return self.client.video.create_call_type(
            name='my-type',
            settings=CallSettingsRequest(
                audio=AudioSettingsRequest(default_device='speaker', mic_default_on=True),
                screensharing=ScreensharingSettingsRequest(access_request_enabled=False, enabled=True),
            ),
            notification_settings=NotificationSettings(
                enabled=True,
                call_notification=notify(True),
                session_started=notify(False),
                call_live_started=notify(False),
                call_ring=notify(False),
                call_missed=notify(True),
            ),
            grants={
                'admin': [OwnCapability.SEND_AUDIO, OwnCapability.SEND_VIDEO, OwnCapability.MUTE_USERS],
                'user': [OwnCapability.SEND_AUDIO, OwnCapability.SEND_VIDEO],
            },
        ).data

    def test_are_created(self):
        created = self.create()
        self.assertEqual(created.name, 'my-type')
        self.assertEqual((created.settings.audio.mic_default_on, created.settings.audio.default_device), (True, 'speaker'))
        self.assertEqual(created.grants['admin'], ['send-audio', 'send-video', 'mute-users'])
        self.assertEqual(created.grants['user'], ['send-audio', 'send-video'])
        sharing = created.settings.screensharing
        self.assertEqual((sharing.access_request_enabled, sharing.enabled), (False, True))
        notifications = created.notification_settings
        self.assertEqual(
            (notifications.enabled, notifications.session_started.enabled, notifications.call_notification.enabled),
            (True, False, True),
        )
        self.assertEqual(notifications.call_notification.apns.title, title)

    def test_are_updated_without_losing_what_is_not_named(self):
        self.create()
        updated = self.client.video.update_call_type(
            name='my-type',
            settings=CallSettingsRequest(
                audio=AudioSettingsRequest(default_device='earpiece', mic_default_on=False),
                recording=RecordSettingsRequest(mode='disabled'),
                backstage=BackstageSettingsRequest(enabled=True),
            ),
            grants={'host': [OwnCapability.JOIN_BACKSTAGE]},
        ).data
        audio = updated.settings.audio
        self.assertEqual((audio.mic_default_on, audio.default_device), (False, 'earpiece'))
        self.assertEqual(updated.settings.recording.mode, 'disabled')
        self.assertTrue(updated.settings.backstage.enabled)
        self.assertTrue(updated.settings.screensharing.enabled)
        self.assertEqual(updated.grants['host'], ['join-backstage'])
        self.assertEqual(updated.grants['user'], ['send-audio', 'send-video'])

    def test_are_read_listed_and_deleted(self):
        self.create()
        self.assertEqual(self.client.video.get_call_type(name='my-type').data.name, 'my-type')
        listed = self.client.video.list_call_types().data.call_types
        self.assertEqual(set(listed), {'default', 'livestream', 'audio_room', 'development', 'my-type'})
        self.assertEqual(self.client.video.delete_call_type(name='my-type').status_code(), 200)
        with self.refused('call type does not exist', 404):
            self.client.video.get_call_type(name='my-type')

    def test_have_layouts_of_their_own(self):
        self.create()
        options = {
            'logo.image_url': 'https://theme.example.test/logo.png',
            'title.text': 'Building Stream Video Q&A',
            'layout.background_color': '#f2f2f2',
            'layout.single-participant.padding_inline': '20%',
        }
        layouts = [
            LayoutSettingsRequest(name='spotlight', options=options),
            LayoutSettingsRequest(name='spotlight', external_css_url='https://path/to/custom.css'),
            LayoutSettingsRequest(name='custom', external_app_url='https://path/to/layout/app'),
        ]
        for layout in layouts:
            updated = self.client.video.update_call_type(
                'my-type',
                settings=CallSettingsRequest(
                    recording=RecordSettingsRequest(mode='available', audio_only=False, quality='1080p', layout=layout)
                ),
            ).data.settings.recording
            self.assertEqual((updated.mode, updated.quality, updated.layout.name), ('available', '1080p', layout.name))
        self.assertEqual(updated.layout.external_app_url, 'https://path/to/layout/app')

    def test_set_the_timeout_of_their_sessions_and_their_frames(self):
        created = self.client.video.create_call_type(
            name='long_inactivity_timeout',
            settings=CallSettingsRequest(
                session=SessionSettingsRequest(inactivity_timeout_seconds=300),
                frame_recording=FrameRecordingSettingsRequest(
                    capture_interval_in_seconds=5, mode='auto-on', quality='720p'
                ),
            ),
        ).data.settings
        self.assertEqual(created.session.inactivity_timeout_seconds, 300)
        frames = created.frame_recording
        self.assertEqual((frames.capture_interval_in_seconds, frames.mode, frames.quality), (5, 'auto-on', '720p'))


class Calls(InAWorld):
    def overridden(self, call, **settings):
        return call.update(settings_override=CallSettingsRequest(**settings)).data.call

    def test_are_created_with_settings_of_their_own(self):
        created = self.client.video.call('default', 'demo-1').get_or_create(
            data=CallRequest(
                created_by_id='john',
                settings_override=CallSettingsRequest(
                    geofencing=GeofenceSettingsRequest(names=['canada']),
                    screensharing=ScreensharingSettingsRequest(enabled=False),
                ),
            )
        ).data
        self.assertTrue(created.created)
        self.assertEqual(created.call.created_by.id, 'john')
        self.assertEqual(created.call.settings.geofencing.names, ['canada'])
        self.assertFalse(created.call.settings.screensharing.enabled)

    def test_are_created_with_members_who_have_to_exist(self):
        self.users('thierry-id', 'tommaso-id')
        call = self.client.video.call('default', 'demo-1')
        members = [MemberRequest(user_id='thierry-id'), MemberRequest(user_id='tommaso-id')]
        created = call.get_or_create(data=CallRequest(created_by_id='tommaso-id', members=members)).data
        self.assertEqual({member.user_id for member in created.members}, {'thierry-id', 'tommaso-id'})
        with self.refused("The following users are involved in call create operation, but don't exist: [nobody]", 400):
            self.client.video.call('default', 'demo-2').get_or_create(
                data=CallRequest(created_by_id='john', members=[MemberRequest(user_id='nobody')])
            )

    def test_are_updated(self):
        call = self.call()
        audio = self.overridden(call, audio=AudioSettingsRequest(mic_default_on=True, default_device='speaker')).settings.audio
        self.assertTrue(audio.mic_default_on)
        recording = self.overridden(call, recording=RecordSettingsRequest(mode='available', audio_only=True)).settings.recording
        self.assertEqual(recording.mode, 'available')
        self.assertTrue(self.overridden(call, backstage=BackstageSettingsRequest(enabled=True)).settings.backstage.enabled)
        sharing = ScreensharingSettingsRequest(enabled=True, access_request_enabled=True)
        self.assertTrue(self.overridden(call, screensharing=sharing).settings.screensharing.access_request_enabled)

    def test_have_addresses_for_RTMP_and_SRT(self):
        call = self.client.video.call('livestream', 'eRfEfBI5UQxYRyIhR8BAa')
        made = call.get_or_create(data=CallRequest(created_by_id='john')).data.call
        call.update_call_members(update_members=[MemberRequest(user_id='john')])
        self.assertIn(call.id, made.ingress.rtmp.address)
        address = call.create_srt_credentials('john').address
        self.assertTrue(address.startswith('srt://'))
        self.assertNotIn('{passphrase}', address)
        self.assertNotIn('{token}', address)

    def test_are_found(self):
        self.call('first')
        self.call('second')
        found = self.client.video.query_calls().data.calls
        self.assertEqual({each.call.id for each in found}, {'first', 'second'})
        page = self.client.video.query_calls(limit=1).data
        self.assertEqual(len(page.calls), 1)
        rest = self.client.video.query_calls(limit=1, next=page.next).data
        self.assertEqual({page.calls[0].call.id, rest.calls[0].call.id}, {'first', 'second'})

    def test_are_of_teams(self):
        users = self.client.upsert_users(UserRequest(id='red-one', teams=['red', 'blue'])).data.users
        self.assertEqual(users['red-one'].teams, ['red', 'blue'])
        created = self.client.video.call('default', 'demo-1').create(data=CallRequest(created_by_id='red-one', team='blue'))
        self.assertEqual(created.data.call.team, 'blue')
        in_teams = {'id': 'red-one', 'teams': {'$in': ['red', 'blue']}}
        found = self.client.query_users(QueryUsersPayload(filter_conditions=in_teams)).data.users
        self.assertEqual([user.id for user in found], ['red-one'])
        found = self.client.query_users(QueryUsersPayload(filter_conditions={'teams': None})).data.users
        self.assertEqual([user.id for user in found if user.teams], [])
        found = self.client.video.query_calls(filter_conditions={'id': 'demo-1', 'team': {'$eq': 'blue'}}).data.calls
        self.assertEqual(len(found), 1)

    def test_are_limited_in_time(self):
        call = self.client.video.call('default', 'demo-1')
        limits = CallSettingsRequest(limits=LimitsSettingsRequest(max_duration_seconds=3600))
        made = call.get_or_create(data=CallRequest(created_by_id='john', settings_override=limits)).data.call
        self.assertEqual(made.settings.limits.max_duration_seconds, 3600)
        for seconds in (7200, 0):
            limited = self.overridden(call, limits=LimitsSettingsRequest(max_duration_seconds=seconds))
            self.assertEqual(limited.settings.limits.max_duration_seconds, seconds)

    def test_open_to_their_people_before_they_start(self):
        call = self.client.video.call('livestream', 'demo-1')
        starts_at = datetime.now(timezone.utc) + timedelta(minutes=30)
        backstage = BackstageSettingsRequest(enabled=True, join_ahead_time_seconds=300)
        made = call.get_or_create(
            data=CallRequest(
                starts_at=starts_at, created_by_id='john', settings_override=CallSettingsRequest(backstage=backstage)
            )
        ).data.call
        self.assertEqual(made.join_ahead_time_seconds, 300)
        self.assertLess(abs(made.starts_at - starts_at), timedelta(milliseconds=1))
        for seconds in (600, 0):
            opened = self.overridden(call, backstage=BackstageSettingsRequest(join_ahead_time_seconds=seconds))
            self.assertEqual(opened.join_ahead_time_seconds, seconds)

    def test_end_their_sessions_when_nobody_is_there(self):
        session = CallSettingsRequest(session=SessionSettingsRequest(inactivity_timeout_seconds=5))
        made = self.client.video.call('default', 'demo-1').get_or_create(
            data=CallRequest(created_by_id='john', settings_override=session)
        )
        self.assertEqual(made.data.call.settings.session.inactivity_timeout_seconds, 5)

    def test_capture_frames(self):
        frames = FrameRecordingSettingsRequest(capture_interval_in_seconds=3, mode='auto-on', quality='1080p')
        made = self.client.video.call('default', 'demo-1').get_or_create(
            data=CallRequest(created_by_id='john', settings_override=CallSettingsRequest(frame_recording=frames))
        ).data.call.settings.frame_recording
        self.assertEqual((made.capture_interval_in_seconds, made.mode, made.quality), (3, 'auto-on', '1080p'))

    def test_have_no_report_before_a_session(self):
        call = self.call()
        for session in (None, 'non_existent'):
            with self.refused('call session not found', 404):
                self.client.video.get_call_report(call.call_type, call.id, session_id=session)
        self.join(call, 'john')
        self.assertIsNotNone(self.client.video.get_call_report(call.call_type, call.id).data.report)

    def test_go_live_and_stop(self):
        call = self.call('demo-1', 'livestream')
        self.assertTrue(call.get().data.call.backstage)
        self.assertFalse(call.go_live().data.call.backstage)
        self.assertTrue(call.stop_live().data.call.backstage)


class Deleting(InAWorld):
    def test_a_recording_or_a_transcription_that_is_not_there_is_an_error(self):
        call = self.call()
        with self.refused("recording doesn't exist", 404):
            call.delete_recording('random_session', 'random_filename')
        with self.refused("transcription doesn't exist", 404):
            call.delete_transcription('random_session', 'random_filename')

    def test_a_call_softly_makes_it_invisible(self):
        call = self.call()
        deleted = call.delete().data
        self.assertIsNotNone(deleted.call)
        self.assertIsNone(deleted.task_id)
        with self.refused("Can't find call with id default:demo-1", 404):
            call.get()

    def test_a_call_for_good_is_a_task(self):
        call = self.call()
        deleted = call.delete(hard=True).data
        self.assertIsNotNone(deleted.call)
        until = time.monotonic() + 10
        task = self.client.get_task(deleted.task_id).data
        while task.status != 'completed' and time.monotonic() < until:
            time.sleep(0.1)
            task = self.client.get_task(deleted.task_id).data
        self.assertEqual(task.result['default:demo-1']['status'], 'ok')


class Egress(InAWorld):
    def test_needs_somebody_in_the_call(self):
        call = self.call()
        with self.refused('StartRecording failed with error: "there is no active session"', 400):
            start_recording(call)
        with self.refused('StopRecording failed with error: "call egress is not running"', 400):
            stop_recording(call)
        with self.refused('StartFrameRecording failed with error: "there is no active session"', 400):
            call.start_frame_recording()
        with self.refused('StopFrameRecording failed with error: "call egress is not running"', 400):
            call.stop_frame_recording()
        with self.refused('StartTranscription failed with error: "there is no active session"', 400):
            call.start_transcription()
        with self.refused('StopTranscription failed with error: "call is not being transcribed"', 400):
            call.stop_transcription()
        with self.refused('StartClosedCaptions failed with error: "there is no active session"', 400):
            call.start_closed_captions()
        with self.refused('StopClosedCaptions failed with error: "call is not being transcribed"', 400):
            call.stop_closed_captions()
        self.assertEqual(call.list_recordings().data.recordings, [])
        self.assertEqual(call.list_transcriptions().data.transcriptions, [])


class Participants(InAWorld):
    def test_are_blocked_and_unblocked(self):
        self.users('bad')
        call = self.call()
        call.block_user('bad')
        self.assertEqual(call.get().data.call.blocked_user_ids, ['bad'])
        with self.refused('is not allowed to perform action JoinCall', 403):
            self.join(call, 'bad')
        call.unblock_user('bad')
        self.assertEqual(call.get().data.call.blocked_user_ids, [])
        self.join(call, 'bad')

    def test_are_muted(self):
        self.users('alice', 'bob')
        call = self.call()
        call.mute_users(muted_by_id='john', mute_all_users=True, audio=True)
        call.mute_users(
            muted_by_id='john', user_ids=['alice', 'bob'], audio=True, video=True, screenshare=True, screenshare_audio=True
        )

    def test_are_given_permissions_and_lose_them(self):
        self.users('alice')
        call = self.call()
        call.update_user_permissions(user_id='alice', revoke_permissions=[OwnCapability.SEND_AUDIO])
        call.update_user_permissions(user_id='alice', grant_permissions=[OwnCapability.SEND_AUDIO])

    def test_are_sent_events_of_the_application(self):
        call = self.call()
        call.send_call_event(user_id='john', custom={'bananas': 'good'})

    def test_are_found(self):
        call = self.call()
        self.join(call, 'john')
        found = call.query_call_participants(filter_conditions={'user_id': {'$eq': 'john'}}).data.participants
        self.assertEqual([participant.user.id for participant in found], ['john'])
        call.query_call_participants(filter_conditions={'published_tracks': {'$eq': 'video'}})
        several = {'user_id': {'$in': ['user-id-1', 'user-id-2']}}
        self.assertEqual(call.query_call_participants(filter_conditions=several, limit=100).data.participants, [])


class Users(InAWorld):
    def test_are_made_with_what_the_application_knows_of_them(self):
        users = self.client.upsert_users(
            UserRequest(id='tommaso-id', name='tommaso', role='admin', custom={'country': 'NL'}),
            UserRequest(id='thierry-id', name='thierry', role='admin', custom={'country': 'US'}),
        ).data.users
        self.assertEqual((users['tommaso-id'].name, users['tommaso-id'].role), ('tommaso', 'admin'))
        self.assertEqual(users['thierry-id'].custom['country'], 'US')
        self.assertTrue(self.client.create_token('tommaso-id'))

    def test_are_deactivated_one_by_one_and_in_bulk(self):
        self.users('alice', 'bob')
        self.client.deactivate_user(user_id='alice')
        self.client.reactivate_user(user_id='alice')
        task = self.client.deactivate_users(user_ids=['alice', 'bob']).data.task_id
        self.assertIn(self.client.get_task(task).data.status, ('pending', 'running', 'completed'))

    def test_block_each_other(self):
        self.users('alice', 'bob')
        self.client.block_users(blocked_user_id='bob', user_id='alice')
        [block] = self.client.get_blocked_users(user_id='alice').data.blocks
        self.assertEqual((block.user_id, block.blocked_user_id), ('alice', 'bob'))
        self.client.unblock_users(blocked_user_id='bob', user_id='alice')
        self.assertEqual(self.client.get_blocked_users(user_id='alice').data.blocks, [])


class Storages(InAWorld):
    def test_are_none_at_first(self):
        self.assertEqual(self.client.list_external_storage().data.external_storages, {})

    def test_are_listed_updated_and_deleted(self):
        self.client.create_external_storage(name='my-storage', storage_type='s3', bucket='test', path='test-directory/')
        [stored] = self.client.list_external_storage().data.external_storages.values()
        self.assertEqual((stored.name, stored.type, stored.bucket, stored.path), ('my-storage', 's3', 'test', 'test-directory/'))
        updated = self.client.update_external_storage('my-storage', bucket='new bucket', storage_type='abs').data
        self.assertEqual((updated.name, updated.type, updated.bucket), ('my-storage', 'abs', 'new bucket'))
        self.client.delete_external_storage('my-storage')
        self.assertEqual(self.client.list_external_storage().data.external_storages, {})
        with self.refused('does not exist', 404):
            self.client.delete_external_storage('my-storage')


class Answers(InAWorld):
    def test_say_how_much_of_the_limit_is_left(self):
        response = self.client.video.query_calls()
        limits = response.rate_limit()
        self.assertGreaterEqual(limits.limit, limits.remaining)
        self.assertIsNotNone(limits.reset)

    def test_refuse_another_secret(self):
        stranger = Stream(api_key=self.client.api_key, api_secret='x' * 32, base_url=self.double.url)
        with self.refused('signature is not valid', 401):
            stranger.video.query_calls()
