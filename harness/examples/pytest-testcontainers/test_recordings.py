import json
import urllib.request

import pytest
from getstream import Stream
from getstream.models import S3Request
from testcontainers.core.container import DockerContainer
from testcontainers.core.wait_strategies import HttpWaitStrategy


@pytest.fixture(scope='session')
def env():
    """The variables of a double's world main: TELESTREAM_…, DURACLOUD_…, STREAM_…, AWS_…."""
    container = DockerContainer('stuntdouble').with_exposed_ports(4600, 4601).with_tmpfs_mount('/data')
    with container.waiting_for(HttpWaitStrategy(4600, '/_stuntdouble/ready')) as double:
        url, buckets = (
            f'http://{double.get_container_host_ip()}:{double.get_exposed_port(port)}' for port in (4600, 4601)
        )
        # So that the URLs of objects that it hands out lead to the published port.
        control(f'{url}/_stuntdouble/addresses', 'PUT', {'s3Url': buckets})
        yield control(f'{url}/_stuntdouble/worlds/main')['env']


def control(url, method='GET', body=None):
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {'content-type': 'application/json'}, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.load(answer)


def test_recordings_have_somewhere_to_go(env):
    client = Stream(env['STREAM_API_KEY'], env['STREAM_API_SECRET'], base_url=env['STREAM_BASE_URL'])
    keys = S3Request(
        s3_region=env['AWS_REGION'], s3_api_key=env['AWS_ACCESS_KEY_ID'], s3_secret=env['AWS_SECRET_ACCESS_KEY']
    )
    client.create_external_storage(
        name='my-s3', storage_type='s3', bucket='my-bucket', path='recordings/', aws_s3=keys
    )
    file_url = client.check_external_storage(name='my-s3').data.file_url
    with urllib.request.urlopen(file_url) as written:
        assert written.status == 200
