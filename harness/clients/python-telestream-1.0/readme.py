"""The README of 1.0.0, where its client differs from 1.1.2: calls that hand out the response itself."""
from connection import finished, only_factory


def raw_responses(file):
    factory = only_factory()
    video = finished(factory.videos.create(file=file, profiles='h264'))
    encoding = video.encodings.all()[0]
    metadata = video.metadata().json()
    cancelled = factory.encodings.create(video_id=video.id, profile_name='h264').cancel().json()
    deleted = {'encoding': factory.encodings.delete(encoding.id).status_code,
               'source': video.delete_source_file().json(), 'video': factory.videos.delete(video.id).status_code}
    return {'metadata': metadata, 'cancelled': cancelled, 'deleted': deleted, 'left': factory.videos.all()}


def saved(name):
    factory = only_factory()
    factory.name = name
    answer = factory.save()
    profile = factory.profiles.create(preset_name='h264', name='h264_1', fps=45)
    profile.fps = '60'
    profile.save()
    profile.reload()
    return {'answer': answer, 'profile': profile.details}


def notifications(settings):
    factory = only_factory()
    answer = factory.update_notifications(settings)
    return {'answer': answer, 'read': factory.get_notifications()}
