"""README: "Resumable uploads", as 1.1.2 does them: several parts at once, told apart by X-Part.

Two threads, not the default eight: `read_chunks` looks at the list before it takes the lock, so a third thread can wait for ever
on a lock that a second one, having popped from an empty list, has died with. With two, nobody is left to wait.
"""
from by_hand import by_hand

from connection import TelestreamCloudException, finished, only_factory


def _session(path, threads=2, **params):
    factory = only_factory()
    factory.upload_original_video = True
    factory.save()
    return factory, factory.upload_session(path, threads=threads, **params)


def _outcome(factory, session):
    video = finished(factory.videos.find(session.video.id))
    return {'status': session.status, 'answered': session.video.details, 'video': video.details,
            'source': factory.url + video.path + video.extname,
            'encodings': [encoding.profile_name for encoding in video.encodings.all()]}


def created(path):
    _, session = _session(path)
    probe = by_hand.get(session.location)
    return {'parts': session.parts, 'partSize': session.part_size, 'location': session.location,
            'status': session.status, 'probe': probe.json()}


def aborted(path):
    factory, session = _session(path)
    session.abort()
    after = by_hand.get(session.location)
    return {'status': session.status, 'after': after.status_code, 'videos': factory.videos.all()}


def whole(path, threads, **params):
    factory, session = _session(path, threads, **params)
    session.start()
    return _outcome(factory, session)


def resumed(path):
    """The first part came through before; `resume` on a new session object sends them all."""
    factory, session = _session(path)
    with open(path, 'rb') as source:
        first = by_hand.post(session.location, data=source.read(session.part_size), headers={'X-Part': '0'})
    before = by_hand.get(session.location).json()
    session.resume()
    outcome = _outcome(factory, session)
    return dict(outcome, first=[first.status_code, first.text], before=before)


def not_resumable_once_done(path):
    _, session = _session(path)
    session.start()
    try:
        session.resume()
    except TelestreamCloudException as error:
        return str(error)


def part_lost(path):
    """A part that never left: the SDK learns it from the session, and says so."""
    factory, session = _session(path, threads=1)
    lost = session.missing_parts.pop()
    try:
        session.start()
        complaint = None
    except TelestreamCloudException as error:
        complaint = str(error)
    missing = by_hand.get(session.location).json()
    with open(path, 'rb') as source:
        source.seek(lost * session.part_size)
        last = by_hand.post(session.location, data=source.read(session.part_size), headers={'X-Part': str(lost)})
    return {'complaint': complaint, 'lost': lost, 'missing': missing, 'last': last.json(),
            'after': by_hand.get(session.location).json()}


def aborted_on_the_way(path):
    """Half of the parts are there when the user changes their mind; what comes later finds no session."""
    factory, session = _session(path, threads=1)
    session.missing_parts = [0]
    try:
        session.start()
    except TelestreamCloudException:
        session.abort()
    late = by_hand.post(session.location, data=b'late', headers={'X-Part': '1'})
    return {'status': session.status, 'late': late.status_code, 'lateBody': late.json(),
            'after': by_hand.get(session.location).status_code, 'videos': factory.videos.all()}
