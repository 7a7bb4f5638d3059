"""The documentation's page about storage, https://getstream.io/video/docs/api/recording/storage: its calls in Python, with its arguments."""
import importlib
import json
import subprocess
import tempfile
import urllib.error
import urllib.request

from getstream.models import AzureRequest, S3Request

from world import InAWorld

amazon = {'s3_region': 'us-east-1', 's3_api_key': 'my-access-key', 's3_secret': 'my-secret'}


class Documentation(InAWorld):
    def create_my_s3(self, **options):
        self.client.create_external_storage(
            name='my-s3', storage_type='s3', bucket='my-bucket', path='directory_name/', aws_s3=S3Request(**amazon), **options
        )

    def test_its_import_of_S3Request_is_of_a_module_that_the_SDK_does_not_have(self):
        with self.assertRaises(ModuleNotFoundError):
            importlib.import_module('getstream.models.s_3_request')

    def test_its_first_call_on_client_video_is_of_a_method_that_is_on_client(self):
        self.assertFalse(hasattr(self.client.video, 'create_external_storage'))
        self.assertTrue(hasattr(self.client, 'create_external_storage'))

    def test_creates_a_storage_checks_it_and_lets_a_call_type_use_it(self):
        self.client.video.create_call_type(name='allhands')
        # 1. create a new storage with all the required parameters
        self.create_my_s3()
        # 2. (Optional) Check storage configuration for correctness
        response = self.client.check_external_storage(name='my-s3')
        # 3. update the call type to use the new storage
        updated = self.client.video.update_call_type(name='allhands', external_storage='my-s3')

        self.assertRegex(response.data.file_url, r'/my-bucket/directory_name/stream-[0-9a-f-]{36}\.md$')
        [key] = self.double.objects('directory_name/')
        self.assertTrue(response.data.file_url.endswith(key))
        self.assertEqual(updated.data.external_storage, 'my-s3')
        self.assertEqual(self.client.video.get_call_type(name='allhands').data.external_storage, 'my-s3')

    def test_a_call_type_that_nobody_made_is_not_there_to_be_updated(self):
        self.create_my_s3()
        with self.refused('call type does not exist', 404):
            self.client.video.update_call_type(name='allhands', external_storage='my-s3')

    def test_a_check_makes_another_file_each_time(self):
        self.create_my_s3()
        urls = {self.client.check_external_storage(name='my-s3').data.file_url for _ in range(3)}
        self.assertEqual(len(urls), 3)
        self.assertEqual(len(self.double.objects('directory_name/')), 3)

    def test_a_check_that_cannot_write_raises_and_says_why(self):
        self.client.create_external_storage(
            name='elsewhere', storage_type='s3', bucket='no-such-bucket', aws_s3=S3Request(**amazon)
        )
        with self.refused('NoSuchBucket', 400):
            self.client.check_external_storage(name='elsewhere')
        self.client.create_external_storage(
            name='stranger', storage_type='s3', bucket='my-bucket', aws_s3=S3Request(**{**amazon, 's3_secret': 'x'})
        )
        with self.refused('SignatureDoesNotMatch', 400):
            self.client.check_external_storage(name='stranger')
        with self.refused('does not exist', 404):
            self.client.check_external_storage(name='unknown')

    def test_stream_s3_is_there_without_being_made_for_a_call_type(self):
        self.client.video.create_call_type(name='my-call-type')
        # update the call type to use Stream S3 storage for recordings
        updated = self.client.video.update_call_type('my-call-type', external_storage='stream-s3')
        self.assertEqual(updated.data.external_storage, 'stream-s3')
        self.assertEqual(self.client.list_external_storage().data.external_storages, {})

    def test_a_transcription_goes_to_the_storage_that_its_start_names(self):
        self.client.create_external_storage(
            name='my-storage', storage_type='s3', bucket='my-bucket', path='words', aws_s3=S3Request(**amazon)
        )
        call = self.call()
        self.join(call, 'john')
        # specify my-storage storage when starting call transcribing
        call.start_transcription(transcription_external_storage='my-storage')
        self.assertTrue(call.get().data.call.transcribing)
        self.double.advance(seconds=60)
        call.end()
        self.double.advance(seconds=60)
        [transcription] = call.list_transcriptions().data.transcriptions
        self.double.back_to_the_present()
        [key] = self.double.objects('words/')
        self.assertRegex(key, r'^words/transcript_default_demo-1_\d+\.jsonl$')
        self.assertEqual(key, f'words/{transcription.filename}')
        text = self.double.s3().get_object(Bucket='my-bucket', Key=key)['Body'].read()
        lines = [json.loads(line) for line in text.splitlines()]
        self.assertEqual({line['type'] for line in lines}, {'speech'})
        self.assertEqual({line['speaker_id'] for line in lines}, {'john'})

    def test_its_example_for_Amazon_has_the_name_that_is_reserved(self):
        with self.refused('stream-s3 name reserved for internal use', 400):
            self.client.create_external_storage(
                bucket='my-bucket',
                name='stream-s3',
                storage_type='s3',
                path='directory_name/',
                aws_s3=S3Request(s3_region='us-east-1', s3_api_key='my-access-key', s3_secret='my-secret'),
            )

    def test_so_has_its_example_for_Minio(self):
        with self.refused('stream-s3 name reserved for internal use', 400):
            self.client.create_external_storage(
                bucket='my-bucket',
                name='stream-s3',
                storage_type='s3',
                path='directory_name/',
                aws_s3=S3Request(
                    s3_region='us-east-1',
                    s3_api_key='my-access-key',
                    s3_secret='my-secret',
                    s3_custom_endpoint_url='https://s3.us-east-1.amazonaws.com',
                ),
            )

    def test_an_S3_of_ones_own_is_reached_by_its_endpoint(self):
        self.client.create_external_storage(
            bucket='my-bucket',
            name='my-minio',
            storage_type='s3',
            path='directory_name/',
            aws_s3=S3Request(**amazon, s3_custom_endpoint_url=self.double.s3_url),
        )
        response = self.client.check_external_storage('my-minio')
        self.assertTrue(response.data.file_url.startswith(f'{self.double.s3_url}/my-bucket/directory_name/stream-'))
        self.assertEqual(len(self.double.objects('directory_name/')), 1)

    def test_Google_is_told_by_the_text_of_the_file_of_a_service_account(self):
        with tempfile.NamedTemporaryFile('w', suffix='.json') as file:
            json.dump(service_account(), file)
            file.flush()
            with open(file.name) as service_account_file:
                creds = service_account_file.read()
        self.client.create_external_storage(
            name='my-gcs', storage_type='gcs', bucket='my-bucket', path='directory_name/', gcs_credentials=creds
        )
        self.client.check_external_storage(name='my-gcs')
        self.assertEqual(len(self.double.objects('directory_name/')), 1)

    def test_Google_s_file_is_first_read_when_the_storage_is_checked(self):
        self.client.create_external_storage(
            bucket='my-bucket',
            name='my-gcs',
            storage_type='gcs',
            path='directory_name/',
            gcs_credentials='content of the service account file',
        )
        with self.refused('could not parse JSON key', 400):
            self.client.check_external_storage(name='my-gcs')

    def test_Azure_is_told_by_a_service_principal(self):
        self.client.create_external_storage(
            name='my-abs',
            storage_type='abs',
            bucket='my-bucket',
            path='directory_name/',
            azure_blob=AzureRequest(
                abs_account_name='...', abs_client_id='...', abs_client_secret='...', abs_tenant_id='...'
            ),
        )
        with self.refused('AADSTS900023', 400):
            self.client.check_external_storage(name='my-abs')
        self.client.update_external_storage(
            name='my-abs',
            storage_type='abs',
            bucket='my-bucket',
            azure_blob=AzureRequest(
                abs_account_name='films', abs_client_id='a', abs_client_secret='b', abs_tenant_id='contoso.onmicrosoft.com'
            ),
        )
        self.client.check_external_storage(name='my-abs')
        self.assertEqual(len(self.double.objects('directory_name/')), 1)

    def test_ten_storages_may_be_configured_and_no_more(self):
        for number in range(10):
            self.client.create_external_storage(name=f'storage-{number}', storage_type='s3', bucket='my-bucket')
        with self.refused('10', 400):
            self.client.create_external_storage(name='storage-10', storage_type='s3', bucket='my-bucket')
        storages = self.client.list_external_storage().data.external_storages
        self.assertEqual(sorted(storages), [f'storage-{number}' for number in range(10)])
        self.assertEqual({(each.type, each.bucket, each.path) for each in storages.values()}, {('s3', 'my-bucket', '')})

    def test_what_is_stored_with_Stream_is_there_for_two_weeks(self):
        call = self.call()
        self.join(call, 'john')
        call.start_transcription(transcription_external_storage='stream-s3')
        self.double.advance(seconds=60)
        call.stop_transcription()
        self.double.advance(seconds=60)
        [transcription] = call.list_transcriptions().data.transcriptions
        with urllib.request.urlopen(transcription.url) as response:
            self.assertEqual(response.status, 200)
        self.assertRegex(transcription.url, r'Expires=\d+')
        self.double.advance(hours=14 * 24)
        with self.assertRaises(urllib.error.HTTPError):
            urllib.request.urlopen(transcription.url)


def service_account():
    """As Google makes it; the key is one that openssl made for this run."""
    key = subprocess.run(['openssl', 'genpkey', '-algorithm', 'RSA', '-quiet'], check=True, capture_output=True, text=True).stdout
    return {
        'type': 'service_account',
        'project_id': 'films',
        'private_key_id': '1',
        'private_key': key,
        'client_email': 'stream@films.iam.gserviceaccount.com',
    }
