"""A double for each test: the world main as it begins, its clock, its people, and an application that hears its webhooks."""
import contextlib
import gzip
import http.server
import json
import os
import threading
import unittest
import urllib.request
from datetime import datetime, timezone

import boto3
from getstream import Stream
from getstream.models import CallRequest, GetOrCreateCallResponse, UserRequest

try:
    # 7: the name of the others is deprecated.
    from getstream.exceptions import StreamApiException
except ImportError:
    from getstream.base import StreamAPIException as StreamApiException

KEY = os.environ['STREAM_API_KEY']
SECRET = os.environ['STREAM_API_SECRET']


class Double:
    def __init__(self, url, s3_url):
        self.url = url
        self.s3_url = s3_url

    def control(self, method, path, body=None):
        request = urllib.request.Request(f'{self.url}/_stuntdouble{path}', method=method)
        data = None
        if body is not None:
            request.add_header('content-type', 'application/json')
            data = json.dumps(body).encode()
        with urllib.request.urlopen(request, data) as response:
            text = response.read()
        return json.loads(text) if text else None

    def client(self, **options):
        return Stream(api_key=KEY, api_secret=SECRET, base_url=self.url, timeout=10, **options)

    def s3(self):
        return boto3.client('s3', endpoint_url=self.s3_url)

    def objects(self, prefix='', bucket='my-bucket'):
        """Key → size, as an S3 client lists them."""
        listed = self.s3().list_objects_v2(Bucket=bucket, Prefix=prefix)
        return {item['Key']: item['Size'] for item in listed.get('Contents', [])}

    def advance(self, hours=0, seconds=0):
        self.control('POST', '/clock/advance', {'ms': (hours * 3600 + seconds) * 1000})

    def back_to_the_present(self):
        """An S3 client signs by the machine's time, and is refused where it is another."""
        now = datetime.now(timezone.utc).isoformat().replace('+00:00', 'Z')
        self.control('PUT', '/clock', {'mode': 'real', 'now': now})


class InAWorld(unittest.TestCase):
    """With dates in webhooks as production sends them."""

    env = 'STUNTDOUBLE_URL', 'AWS_ENDPOINT_URL_S3'

    def setUp(self):
        self.double = Double(*(os.environ[name] for name in self.env))
        self.double.control('POST', '/reset')
        self.client = self.double.client()

    def call(self, id='demo-1', type='default', **data):
        """A call that john has made."""
        call = self.client.video.call(type, id)
        call.get_or_create(data=CallRequest(**{'created_by_id': 'john', **data}))
        return call

    def users(self, *ids):
        self.client.upsert_users(*(UserRequest(id=id) for id in ids))

    def join(self, call, user_id):
        """JoinCall with a token of the user's, as the SDK's own module for media makes it before it turns to a media server."""
        user = self.double.client()
        token = user.create_token(user_id)
        user.token = token
        for headers in (user.headers, user.client.headers):
            headers['Authorization'] = token
        return user.post(
            '/api/v2/video/call/{type}/{id}/join',
            GetOrCreateCallResponse,
            path_params={'type': call.call_type, 'id': call.id},
            json={'location': 'FRA', 'create': False},
        ).data

    @contextlib.contextmanager
    def refused(self, message, status=None):
        with self.assertRaises(StreamApiException) as raised:
            yield
        error = raised.exception
        self.assertIn(message, error.api_error.message)
        if status is not None:
            self.assertEqual(error.status_code, status)
            self.assertEqual(error.api_error.status_code, status)


class WithNanoseconds(InAWorld):
    """With dates in webhooks as the typed parsers of the SDK read them."""

    env = 'STUNTDOUBLE_NANOSECONDS_URL', 'NANOSECONDS_S3_URL'


class Application(contextlib.AbstractContextManager):
    """An application's endpoint for webhooks: keeps the bytes and the headers of what it is sent."""

    def __init__(self):
        self.received = []
        self.arrival = threading.Condition()
        application = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers['content-length']))
                with application.arrival:
                    application.received.append((dict((k.lower(), v) for k, v in self.headers.items()), body))
                    application.arrival.notify_all()
                self.send_response(200)
                self.send_header('content-length', '0')
                self.end_headers()

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.url = f'http://127.0.0.1:{self.server.server_address[1]}/hook'
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()

    def heard(self, type):
        return [(headers, body) for headers, body in self.received if json.loads(plain(body))['type'] == type]

    def wait_for(self, type, count=1, seconds=30):
        with self.arrival:
            if not self.arrival.wait_for(lambda: len(self.heard(type)) >= count, seconds):
                types = [json.loads(plain(body))['type'] for _, body in self.received]
                raise AssertionError(f'{count} {type} did not arrive within {seconds} s, only {types}')
        return self.heard(type)


def plain(body):
    return gzip.decompress(body) if body.startswith(b'\x1f\x8b') else body
