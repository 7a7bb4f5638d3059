"""What the documentation says of recordings, and getstream 7 does not do; what it can, and getstream 2 cannot."""
from getstream.models import CallRequest
from getstream.webhook import InvalidWebhookError, verify_and_parse_webhook

from world import SECRET, Application, InAWorld, WithNanoseconds


class Seven(InAWorld):
    def test_the_documentation_starts_a_recording_without_its_type_which_is_a_TypeError_of_the_SDK(self):
        call = self.call()
        self.join(call, 'john')
        with self.assertRaisesRegex(TypeError, 'recording_type'):
            call.start_recording(recording_external_storage='my-storage')

    def test_records_each_type_by_itself(self):
        call = self.call()
        self.join(call, 'john')
        self.join(call, 'jane')
        for type in ('composite', 'individual', 'raw'):
            call.start_recording(recording_type=type)
        self.double.advance(seconds=60)
        for type in ('composite', 'individual', 'raw'):
            call.stop_recording(recording_type=type)
        self.double.advance(seconds=60)
        types = {recording.recording_type for recording in call.list_recordings().data.recordings}
        self.assertEqual(types, {'composite', 'individual', 'raw'})
        with self.refused('recording_type must be one of', 400):
            call.start_recording(recording_type='undefined-type')

    def test_waits_for_a_task(self):
        call = self.call()
        task = call.delete(hard=True).data.task_id
        ended = self.client.wait_for_task(task, poll_interval=0.1)
        self.assertEqual(ended.data.status, 'completed')
        self.assertEqual(ended.data.result['default:demo-1']['status'], 'ok')

    def test_is_a_user_by_the_user_s_token(self):
        self.call()
        john = self.client.clone_for_token(self.client.create_token('john'))
        self.assertEqual(john.video.call('default', 'demo-1').get().data.call.cid, 'default:demo-1')
        with self.refused("User 'john' with role 'user' is not allowed to perform action", 403):
            john.list_external_storage()


class SevenHears(WithNanoseconds):
    def test_webhooks_in_gzip_verified_and_parsed_in_one(self):
        with Application() as application:
            self.client.update_app(webhook_url=application.url, enable_hook_payload_compression=True)
            self.client.video.call('default', 'demo-1').get_or_create(data=CallRequest(created_by_id='john'))
            [(headers, body)] = application.wait_for('call.created')
            event = self.client.verify_and_parse_webhook(body, headers['x-signature'])
            self.assertEqual((event.type, event.call.cid), ('call.created', 'default:demo-1'))
            with self.assertRaisesRegex(InvalidWebhookError, InvalidWebhookError.SIGNATURE_MISMATCH):
                verify_and_parse_webhook(body, headers['x-signature'], SECRET[::-1])
