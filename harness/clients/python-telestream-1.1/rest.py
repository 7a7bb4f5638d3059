# coding: utf-8
"""README: "REST API Examples" and "Generating signatures"."""
import os

from by_hand import by_hand

from connection import client, only_factory


def _client():
    return client(factory_id=only_factory().id)


def lists():
    tc = _client()
    return {'videos': tc.get('/videos.json').json(), 'profiles': tc.get('/profiles.json').json(),
            'encodings': tc.get('/encodings.json').json()}


def custom_profile():
    """The README's own example, with its `$`, its spaces and its unknown `category`."""
    tc = _client()
    profile = tc.post('/profiles.json', {
        'title':    'My custom profile',
        'category': 'desktop',
        'extname':  'mp4',
        'width':    320,
        'height':   240,
        'command':  'ffmpeg -i $input_file$ -f mp4 -b 128k $resolution_and_padding$ -y $output_file',
    }).json()
    renamed = tc.put('/profiles/%s.json' % profile['id'], {'title': 'Renamed'}).json()
    deleted = tc.delete('/profiles/%s.json' % profile['id']).json()
    return {'profile': profile, 'renamed': renamed, 'deleted': deleted}


def video(source_url, **params):
    tc = _client()
    created = tc.post('/videos.json', dict(params, source_url=source_url)).json()
    encodings = tc.get('/videos/%s/encodings.json' % created['id']).json()
    deleted = tc.delete('/videos/%s.json' % created['id']).json()
    return {'created': created, 'encodings': encodings, 'deleted': deleted}


def other_spellings():
    """The SDK signs the host in lower case and the path without its last slash, but sends both as they were given."""
    shouting = client(api_host='LOCALHOST', factory_id=only_factory().id)
    return {'host': shouting.get('/videos.json').status_code, 'path': _client().get('/videos.json/').status_code}


def signed_by_hand():
    """What `signed_params` returns, sent with no SDK at all."""
    tc = _client()
    base = 'http://%s:%s/v3.0' % (os.environ['TELESTREAM_API_HOST'], os.environ['TELESTREAM_API_PORT'])
    params = tc.signed_params('GET', '/videos.json', {'some_params': u'some value/ö~+*\''})
    form = tc.signed_params('POST', '/profiles.json', {'preset_name': 'h264', 'name': 'by form'})
    multipart = tc.signed_params('POST', '/profiles.json', {'preset_name': 'webm', 'name': 'by parts'})
    return {'names': sorted(params), 'query': by_hand.get(base + '/videos.json', params=params).status_code,
            'form': by_hand.post(base + '/profiles.json', data=form).status_code,
            'multipart': by_hand.post(base + '/profiles.json', files={
                name: (None, value) for name, value in multipart.items()}).status_code}
