"""README: "Encodings", and the files that they leave in the factory's bucket."""
import hashlib

import requests

from connection import finished, only_factory, refusal


def _fetched(url):
    response = requests.get(url)
    return {'url': url, 'status': response.status_code, 'type': response.headers.get('Content-Type'),
            'size': len(response.content), 'sha256': hashlib.sha256(response.content).hexdigest()}


def _encoded(factory, file, profiles='h264'):
    video = finished(factory.videos.create(file=file, profiles=profiles))
    return video, [finished(encoding) for encoding in video.encodings.all()]


def watched(file, profiles):
    """Every state that polling sees, up to the end."""
    factory = only_factory()
    video = finished(factory.videos.create(file=file, profiles=profiles))
    encoding = video.encodings.all()[0]
    first = dict(encoding.details)
    progress = [first['encoding_progress']]
    while encoding.status == 'processing':
        encoding.reload()
        progress.append(encoding.encoding_progress)
    return {'first': first, 'progress': progress, 'last': encoding.details, 'text': str(encoding),
            'video': encoding.video().id, 'profile': encoding.profile().name}


def downloaded(file, profiles):
    """factory.url + path + extname, as the vendor's own clients build it."""
    factory = only_factory()
    video, encodings = _encoded(factory, file, profiles)
    return [{'encoding': encoding.details, 'output': _fetched(factory.url + encoding.path + encoding.extname),
             'files': [_fetched(factory.url + name) for name in encoding.files]} for encoding in encodings]


def source_downloaded(file):
    factory = only_factory()
    factory.upload_original_video = True
    factory.save()
    video = finished(factory.videos.create(file=file, profiles='none'))
    return {'video': video.details, 'source': _fetched(factory.url + video.path + video.extname)}


def screenshots(file, profiles):
    factory = only_factory()
    video, encodings = _encoded(factory, file, profiles)
    plain = factory.encodings.find(encodings[0].id).details
    shown = video.encodings.all(screenshots=True)[0].details
    listed = factory.encodings.all(screenshots='true', video_id=video.id)[0].details
    return {'plain': plain, 'shown': shown, 'listed': listed, 'images': [_fetched(url) for url in shown['screenshots']]}


def added_later(file):
    """ "To create a new encoding for a video that already exists"."""
    factory = only_factory()
    video = finished(factory.videos.create(file=file, profiles='none'))
    before = [encoding.id for encoding in video.encodings.all()]
    encoding = factory.encodings.create(video_id=video.id, profile_name='h264')
    created = dict(encoding.details)
    other = factory.encodings.create(video_id=video.id, profile_id=encoding.profile().id)
    return {'video': video.id, 'before': before, 'created': created, 'last': finished(encoding).details,
            'other': other.details, 'listed': [each.id for each in video.encodings.all()]}


def through_the_video(file):
    """README: a video's `encodings` have `all`, `find`, `create` and `delete` too."""
    video = finished(only_factory().videos.create(file=file, profiles='none'))
    created = video.encodings.create(video_id=video.id, profile_name='h264')
    found = video.encodings.find(created.id)
    return {'video': video.id, 'created': created.details, 'found': found.details,
            'answer': video.encodings.delete(created.id), 'left': video.encodings.all()}


def filtered(file):
    factory = only_factory()
    first, _ = _encoded(factory, file, 'h264')
    second, _ = _encoded(factory, file, 'h264,webm')
    h264 = factory.profiles.find('h264')

    def owners(**params):
        return [[each.video_id, each.profile_name] for each in factory.encodings.all(**params)]
    return {'first': first.id, 'second': second.id,
            'all': owners(), 'video': owners(video_id=second.id), 'name': owners(profile_name='webm'),
            'profile': owners(profile_id=h264.id), 'success': owners(status='success'), 'fail': owners(status='fail'),
            'page': owners(page=2, per_page=2)}


def cancelled(file):
    factory = only_factory()
    video = finished(factory.videos.create(file=file, profiles='none'))
    encoding = factory.encodings.create(video_id=video.id, profile_name='h264')
    answer = encoding.cancel()
    return {'answer': answer, 'encoding': finished(encoding).details}


def retried(missing_url):
    video = finished(only_factory().videos.create(source_url=missing_url, profiles='h264'))
    encoding = finished(video.encodings.all()[0])
    failed = dict(encoding.details)
    return {'failed': failed, 'answer': encoding.retry(), 'after': finished(encoding).details}


def deleted(file):
    factory = only_factory()
    video, encodings = _encoded(factory, file)
    encoding = encodings[0]
    url = factory.url + encoding.files[0]
    return {'before': _fetched(url), 'answer': encoding.delete(), 'after': _fetched(url),
            'encoding': refusal(factory.encodings.find, encoding.id), 'left': video.encodings.all()}
