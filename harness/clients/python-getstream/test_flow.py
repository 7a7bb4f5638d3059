"""From a storage to the files in it, with the webhooks on the way: what an application does with the SDK."""
from datetime import timedelta

from getstream.models import CallSettingsRequest, RecordSettingsRequest, S3Request

from release import parse, start_recording, stop_recording, verify
from world import KEY, SECRET, Application, InAWorld, WithNanoseconds

events = ['call.recording_started', 'call.recording_ready', 'call.session_ended', 'call.ended']


class Flow:
    def storage(self):
        self.client.create_external_storage(
            name='my-s3',
            storage_type='s3',
            bucket='my-bucket',
            path='directory_name/',
            aws_s3=S3Request(s3_region='us-east-1', s3_api_key='my-access-key', s3_secret='my-secret'),
        )
        self.client.check_external_storage(name='my-s3')
        self.client.video.create_call_type(name='allhands')
        self.client.video.update_call_type(name='allhands', external_storage='my-s3')

    def record_two_and_a_half_hours(self):
        """In a call of a type that has a storage: nobody names it when the recording starts."""
        self.storage()
        call = self.call('weekly', 'allhands')
        self.assertEqual(self.join(call, 'john').call.current_session_id, call.get().data.call.session.id)
        self.join(call, 'jane')
        start_recording(call)
        during = call.get().data.call
        self.assertTrue(during.recording)
        self.assertEqual([one.user.id for one in during.session.participants], ['john', 'jane'])
        self.double.advance(hours=2.5)
        call.end()
        self.double.advance(seconds=120)
        return call


class Recording(Flow, InAWorld):
    def test_of_two_and_a_half_hours_is_two_files_in_the_bucket_of_the_call_type(self):
        with Application() as application:
            self.client.update_app(webhook_url=application.url)
            call = self.record_two_and_a_half_hours()
            first, second = call.list_recordings().data.recordings
            self.assertEqual(first.end_time - first.start_time, timedelta(hours=2))
            self.assertEqual(second.start_time, first.end_time)
            # The world's clock runs on while the SDK talks.
            self.assertLess(abs(second.end_time - second.start_time - timedelta(minutes=30)), timedelta(seconds=20))
            self.assertEqual(first.session_id, second.session_id)
            ended = call.get().data.call
            self.assertFalse(ended.recording)
            self.assertIsNotNone(ended.ended_at)

            self.double.back_to_the_present()
            s3 = self.double.s3()
            keys = sorted(key for key in self.double.objects('directory_name/') if key.endswith('.mp4'))
            self.assertEqual(keys, [f'directory_name/{each.filename}' for each in (first, second)])
            for key, recording in zip(keys, (first, second)):
                self.assertRegex(recording.filename, r'^rec_allhands_weekly_720p_\d{13}\.mp4$')
                self.assertTrue(recording.url.endswith(f'/my-bucket/{key}'))
                stored = s3.get_object(Bucket='my-bucket', Key=key)
                self.assertEqual(stored['ContentType'], 'video/mp4')
                self.assertEqual(stored['Body'].read()[4:8], b'ftyp')

            ready = application.wait_for('call.recording_ready', 2)
            application.wait_for('call.ended')
            for headers, body in application.received:
                self.assertTrue(verify(body, headers['x-signature'], SECRET))
                self.assertFalse(verify(body + b' ', headers['x-signature'], SECRET))
                self.assertFalse(verify(body, headers['x-signature'], SECRET[::-1]))
                self.assertEqual(headers['x-api-key'], KEY)
                self.assertEqual(headers['x-webhook-attempt'], '1')
            self.assertEqual(len({headers['x-webhook-id'] for headers, _ in application.received}), len(application.received))
            self.assertEqual(len(ready), 2)
            for type in events:
                self.assertTrue(application.heard(type), type)

    def test_is_announced_with_dates_that_the_typed_parser_of_this_SDK_does_not_read(self):
        with Application() as application:
            self.client.update_app(webhook_url=application.url)
            self.record_two_and_a_half_hours()
            for _, body in application.wait_for('call.recording_ready', 2):
                with self.assertRaisesRegex(Exception, 'invalid literal for int'):
                    parse(body)

    def test_is_not_heard_of_where_only_other_events_were_asked_for(self):
        with Application() as application:
            self.client.update_app(webhook_url=application.url, webhook_events=['call.ended'])
            self.record_two_and_a_half_hours()
            application.wait_for('call.ended')
            self.assertEqual(len(application.received), 1)

    def test_stops_when_it_is_told_to_and_lands_where_its_start_said_and_not_where_the_call_type_says(self):
        self.storage()
        self.client.create_external_storage(
            name='my-storage',
            storage_type='s3',
            bucket='my-bucket',
            path='elsewhere',
            aws_s3=S3Request(s3_region='us-east-1', s3_api_key='my-access-key', s3_secret='my-secret'),
        )
        call = self.call('weekly', 'allhands')
        self.join(call, 'john')
        start_recording(call, recording_external_storage='my-storage')
        self.double.advance(seconds=90)
        stop_recording(call)
        self.assertFalse(call.get().data.call.recording)
        self.double.advance(seconds=60)
        [recording] = call.list_recordings().data.recordings
        self.double.back_to_the_present()
        self.assertEqual(list(self.double.objects('elsewhere/')), [f'elsewhere/{recording.filename}'])
        self.assertLess(abs(recording.end_time - recording.start_time - timedelta(seconds=90)), timedelta(seconds=10))

    def test_is_not_started_into_a_storage_that_is_not_there(self):
        call = self.call()
        self.join(call, 'john')
        with self.refused('no-such-storage', 400):
            start_recording(call, recording_external_storage='no-such-storage')
        self.assertFalse(call.get().data.call.recording)

    def test_begins_by_itself_where_the_settings_say_so_and_ends_with_the_last_who_leaves(self):
        self.storage()
        call = self.call('weekly', 'allhands')
        call.update(
            settings_override=CallSettingsRequest(recording=RecordSettingsRequest(mode='auto-on', audio_only=True))
        )
        self.join(call, 'john')
        self.assertTrue(call.get().data.call.recording)
        self.double.advance(seconds=300)
        self.double.control('DELETE', '/stream/calls/allhands/weekly/participants/john')
        self.double.advance(seconds=120)
        [recording] = call.list_recordings().data.recordings
        self.assertRegex(recording.filename, r'^rec_allhands_weekly_audio_\d{13}\.mp3$')
        self.assertIsNone(call.get().data.call.ended_at)

    def test_may_be_started_for_people_whom_the_control_API_lets_in(self):
        call = self.call()
        session = self.double.control('POST', '/stream/calls/default/demo-1/participants', {'user_id': 'sara'})
        start_recording(call)
        self.assertEqual(call.get().data.call.current_session_id, session['sessionId'])
        self.assertTrue(call.get().data.call.recording)

    def test_of_Stream_s_own_storage_is_listed_and_deleted(self):
        call = self.call()
        self.join(call, 'john')
        start_recording(call)
        self.double.advance(seconds=90)
        stop_recording(call)
        self.double.advance(seconds=60)
        [recording] = call.list_recordings().data.recordings
        call.delete_recording(recording.session_id, recording.filename)
        self.assertEqual(call.list_recordings().data.recordings, [])


class RecordingInNanoseconds(Flow, WithNanoseconds):
    def test_is_announced_with_dates_that_the_typed_parser_reads(self):
        with Application() as application:
            self.client.update_app(webhook_url=application.url)
            call = self.record_two_and_a_half_hours()
            recordings = call.list_recordings().data.recordings
            heard = application.wait_for('call.recording_ready', 2)
            parsed = [parse(body) for headers, body in heard if verify(body, headers['x-signature'], SECRET)]
            self.assertEqual([event.call_recording for event in parsed], recordings)
            self.assertEqual({event.call_cid for event in parsed}, {'allhands:weekly'})
            application.wait_for('call.ended')
            for _, body in application.received:
                self.assertIsNotNone(parse(body).created_at)
