"""What the documentation says of recordings is what getstream 2 does: without a type, by the path of its time."""
from getstream.models import S3Request

from world import InAWorld


class Two(InAWorld):
    def test_the_documentation_starts_a_recording_into_a_storage(self):
        self.client.create_external_storage(
            name='my-storage',
            storage_type='s3',
            bucket='my-bucket',
            path='films',
            aws_s3=S3Request(s3_region='us-east-1', s3_api_key='my-access-key', s3_secret='my-secret'),
        )
        call = self.call()
        self.join(call, 'john')
        # specify my-storage storage for recording
        call.start_recording(recording_external_storage='my-storage')
        self.double.advance(seconds=90)
        call.stop_recording()
        self.double.advance(seconds=60)
        [recording] = call.list_recordings().data.recordings
        self.assertEqual(recording.recording_type, 'composite')
        self.double.back_to_the_present()
        self.assertEqual(list(self.double.objects('films/')), [f'films/{recording.filename}'])

    def test_asks_by_the_path_that_newer_SDKs_do_not_have(self):
        call = self.call()
        self.join(call, 'john')
        call.start_recording()
        entries = self.double.control('GET', '/journal?limit=10&direction=in')['entries']
        urls = [entry['request']['url'] for entry in entries]
        self.assertTrue(any('/api/v2/video/call/default/demo-1/start_recording?' in url for url in urls), urls)
