"""A service that has films encoded: POST /films takes one, GET /films/ID says how far it is."""
import json
import os
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from telestream_cloud import TelestreamCloud


def factory():
    """As in production, where these variables are of the real service."""
    cloud = TelestreamCloud(
        os.environ['TELESTREAM_ACCESS_KEY'],
        os.environ['TELESTREAM_SECRET_KEY'],
        api_host=os.environ['TELESTREAM_API_HOST'],
        api_port=int(os.environ['TELESTREAM_API_PORT']),
    )
    return cloud.get_resource('flip').factories.find(os.environ['TELESTREAM_FACTORY_ID'])


class Films(BaseHTTPRequestHandler):
    def do_POST(self):
        with tempfile.NamedTemporaryFile(suffix='.mp4') as film:
            film.write(self.rfile.read(int(self.headers['content-length'])))
            film.flush()
            video = factory().videos.create(file=film.name, profiles='h264')
        self.answer(202, {'id': video.id})

    def do_GET(self):
        source = factory()
        encodings = source.videos.find(self.path.removeprefix('/films/')).encodings.all()
        files = [f'{source.url}{encoding.path}{encoding.extname}' for encoding in encodings]
        self.answer(200, {'states': [encoding.status for encoding in encodings], 'files': files})

    def answer(self, status, body):
        self.send_response(status)
        self.send_header('content-type', 'application/json')
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *args):
        """Tests print what matters."""


def serve(port=0):
    return ThreadingHTTPServer(('127.0.0.1', port), Films)


if __name__ == '__main__':
    serve(8000).serve_forever()
