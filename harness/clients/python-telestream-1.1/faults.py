"""What an application sees of the faults that it asked the double for."""
import os
import time

import requests

from by_hand import by_hand

from connection import TelestreamCloudException, client, finished, only_factory


def _control(method, path, body=None):
    url = 'http://%s:%s/_stuntdouble%s' % (os.environ['TELESTREAM_API_HOST'], os.environ['TELESTREAM_API_PORT'], path)
    response = requests.request(method, url, json=body)
    response.raise_for_status()
    return response.json() if response.content else None


def _told(call):
    """The exception that the application has to catch: its class, its text, and the status that it carries."""
    try:
        call()
    except Exception as error:
        response = getattr(error, 'response', None)
        return {'error': type(error).__name__, 'text': str(error),
                'status': None if response is None else response.status_code}
    return {'error': None, 'text': '', 'status': 200}


def each_answer():
    """Every answer of the catalogue, once; and the same request again."""
    told = {}
    for entry in _control('GET', '/faults/catalogue')['telestream']:
        if entry['kind'] != 'request':
            continue
        _control('POST', '/faults',
                 {'service': 'telestream', 'operation': 'videos.list', 'error': entry['name'], 'times': 1})
        told[entry['name']] = {'first': _told(lambda: client().get('/videos.json')),
                               'next': _told(lambda: client().get('/videos.json'))}
    return told


def connections():
    """What happens to a connection."""
    told = {}
    factory = only_factory()
    for name, effect in (('reset', {'reset': True}), ('truncated', {'truncate': {'bytes': 1}}),
                         ('limited', {'rateLimit': {'limit': 0}})):
        fault = dict({'service': 'telestream', 'operation': 'profiles.list'}, **effect)
        added = _control('POST', '/faults', fault)['faults'][0]['id']
        told[name] = _told(lambda: factory.profiles.all())
        _control('DELETE', '/faults/' + added)
    told['next'] = _told(lambda: factory.profiles.all())
    return told


def encoding_fails(file):
    """An encoding that fails on its way, and is tried again."""
    _control('POST', '/faults', {'preset': 'the next encoding fails at 40 %'})
    video = only_factory().videos.create(file=file, profiles='h264')
    encoding = finished(video).encodings.all()[0]
    encoding = finished(encoding)
    failed = dict(encoding.details)
    encoding.retry()
    return {'failed': failed, 'again': finished(encoding.reload() or encoding).details}


def storage_gone(file):
    """The disk under the buckets."""
    _control('POST', '/faults', {'preset': 'the disk of the buckets is gone'})
    told = _told(lambda: only_factory().videos.create(file=file, profiles='h264'))
    _control('DELETE', '/faults')
    return {'gone': told, 'next': finished(only_factory().videos.create(file=file, profiles='h264')).details}


def seconds_of_latency():
    """How much longer a request takes that is held up for half a second."""
    factory = only_factory()
    _control('POST', '/faults', {'service': 'telestream', 'operation': 'profiles.list', 'latency': '500ms'})
    start = time.time()
    factory.profiles.all()
    return time.time() - start


def source_gone():
    """A video whose source cannot be fetched, though there may be one."""
    _control('POST', '/faults', {'preset': 'sources cannot be fetched'})
    return finished(only_factory().videos.create(source_url='http://127.0.0.1:1/film.mp4')).details


def part_lost(path):
    """A part that the service has taken and lost. The session says which, and takes it again."""
    _control('POST', '/faults', {'service': 'telestream', 'error': 'part-lost', 'path': '1', 'times': 1})
    factory = only_factory()
    session = factory.upload_session(path, threads=1)
    try:
        session.start()
        complaint = None
    except TelestreamCloudException as error:
        complaint = str(error)
    missing = by_hand.get(session.location).json()['missing_parts']
    with open(path, 'rb') as source:
        source.seek(session.part_size)
        last = by_hand.post(session.location, data=source.read(session.part_size), headers={'X-Part': '1'})
    return {'complaint': complaint, 'missing': missing,
            'next': finished(factory.videos.find(last.json()['id'])).details}
