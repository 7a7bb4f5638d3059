"""The resumable upload of 1.0.0: one stream of chunks of 5 MiB, each with a Content-Range."""
from by_hand import by_hand

from connection import TelestreamCloudException, finished, only_factory


def _session(path, **params):
    factory = only_factory()
    factory.upload_original_video = True
    factory.save()
    return factory, factory.upload_session(path, **params)


def _outcome(factory, session):
    video = finished(factory.videos.find(session.video.id))
    return {'status': session.status, 'answered': session.video.details, 'video': video.details,
            'source': factory.url + video.path + video.extname,
            'encodings': [encoding.profile_name for encoding in video.encodings.all()]}


def _first_chunk_as_if_interrupted(session, path, size):
    with open(path, 'rb') as source:
        chunk = source.read(size)
    return by_hand.post(session.location, data=chunk, headers={
        'Content-Type': 'application/octet-stream', 'Content-Range': 'bytes 0-%d/%d' % (size - 1, session.file_size)})


def whole(path, **params):
    factory, session = _session(path, **params)
    session.start()
    return _outcome(factory, session)


def resumed(path, received):
    factory, session = _session(path)
    first = _first_chunk_as_if_interrupted(session, path, received)
    session.resume()
    return dict(_outcome(factory, session), first={'status': first.status_code, 'text': first.text,
                                                   'range': first.headers.get('Range')})


def nothing_to_resume(path):
    _, session = _session(path)
    try:
        session.resume()
    except TelestreamCloudException as error:
        return str(error)


def aborted(path, received):
    factory, session = _session(path)
    _first_chunk_as_if_interrupted(session, path, received)
    session.abort()
    late = _first_chunk_as_if_interrupted(session, path, received)
    return {'status': session.status, 'late': late.status_code, 'videos': factory.videos.all()}
