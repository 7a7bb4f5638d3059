"""README: "Videos"."""
from connection import finished, only_factory, refusal


def none_at_first():
    factory = only_factory()
    return {'videos': factory.videos.all(), 'encodings': factory.encodings.all()}


def from_url(source_url, **params):
    """No `profiles`: "in this case video will be encoded to all profiles available in this factory"."""
    factory = only_factory()
    video = factory.videos.create(source_url=source_url, **params)
    created = dict(video.details)
    finished(video)
    return {'created': created, 'video': video.details, 'text': str(video),
            'profiles': [profile.name for profile in factory.profiles.all()],
            'encodings': [encoding.details for encoding in video.encodings.all()]}


def from_file(file, **params):
    factory = only_factory()
    video = factory.videos.create(file=file, **params)
    created = dict(video.details)
    finished(video)
    return {'created': created, 'video': video.details, 'found': factory.videos.find(video.id).details,
            'encodings': [encoding.details for encoding in video.encodings.all()]}


def metadata(file):
    video = only_factory().videos.create(file=file, profiles='none')
    return finished(video).metadata()


def pages(file, count):
    """Newest first, `per_page` at a time."""
    factory = only_factory()
    created = [factory.videos.create(file=file, profiles='none').id for _ in range(count)]
    return {'created': created,
            'all': [video.id for video in factory.videos.all()],
            'first': [video.id for video in factory.videos.all(page=1, per_page=2)],
            'second': [video.id for video in factory.videos.all(page=2, per_page=2)],
            'beyond': [video.id for video in factory.videos.all(page=99, per_page=2)]}


def by_status(file, missing_url):
    factory = only_factory()
    good = finished(factory.videos.create(file=file, profiles='none'))
    bad = finished(factory.videos.create(source_url=missing_url, profiles='h264'))
    return {'good': good.id, 'bad': bad.details,
            'success': [video.id for video in factory.videos.all(status='success')],
            'fail': [video.id for video in factory.videos.all(status='fail')],
            'processing': [video.id for video in factory.videos.all(status='processing')],
            'encodings': [finished(encoding).details for encoding in bad.encodings.all()]}


def deleted(file):
    factory = only_factory()
    video = finished(factory.videos.create(file=file, profiles='h264'))
    encoding = video.encodings.all()[0]
    source = video.delete_source_file()
    still_there = factory.videos.find(video.id).id
    answer = video.delete()
    return {'id': video.id, 'source': source, 'stillThere': still_there, 'answer': answer,
            'video': refusal(factory.videos.find, video.id),
            'encoding': refusal(factory.encodings.find, encoding.id),
            'left': [each.id for each in factory.videos.all()]}


def deleted_by_id(file):
    """`factory.videos.delete(id)`, the second way that the SDK has."""
    factory = only_factory()
    video = factory.videos.create(file=file, profiles='none')
    return {'answer': factory.videos.delete(video.id), 'left': [each.id for each in factory.videos.all()]}
