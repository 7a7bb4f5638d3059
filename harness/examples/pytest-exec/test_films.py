"""npx stuntdouble exec --encoding-time 1 -- pytest"""
import threading
import time
from pathlib import Path

import pytest
import requests

import films

film = Path(__file__).with_name('film.mp4')


@pytest.fixture
def service():
    server = films.serve()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f'http://127.0.0.1:{server.server_port}/films'
    server.shutdown()


def test_a_film_can_be_watched_when_its_encodings_are_done(service):
    answer = requests.post(service, data=film.read_bytes())
    assert answer.status_code == 202
    state = f'{service}/{answer.json()["id"]}'
    until = time.monotonic() + 30
    while requests.get(state).json()['states'] != ['success'] and time.monotonic() < until:
        time.sleep(0.1)
    [file] = requests.get(state).json()['files']
    watched = requests.get(file)
    assert watched.headers['content-type'] == 'video/mp4'
    assert len(watched.content) > 1000
