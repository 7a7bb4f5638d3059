"""What only 2.0.1 can: the Uploader, notifications, synchronisation, work orders, and changing a profile."""
from flip_connection import api, sent, until_done

import telestream_cloud_flip as sdk


def _factory(flip):
    return flip.factories().factories[0].id


def uploaded(file, extra_files, threads=8, profiles='h264'):
    """The README's "Upload video to flip service"."""
    flip = api()
    factory = _factory(flip)
    uploader = sdk.Uploader(factory, flip, file, profiles, extra_files, threads=threads)
    uploader.setup()
    answer = uploader.start()
    video = until_done(lambda: flip.video(uploader.video_id, factory))
    encodings = flip.video_encodings(video.id, factory).encodings
    return {'status': uploader.status, 'answer': answer, 'video': sent(video),
            'files': [[upload.tag, upload.status, upload.parts, upload.missing_parts] for upload in uploader.files],
            'encodings': [encoding.profile_name for encoding in encodings],
            'source': flip.signed_video_url(video.id, factory).signed_url}


def aborted(file):
    flip = api()
    uploader = sdk.Uploader(_factory(flip), flip, file, 'h264')
    uploader.setup()
    uploader.abort()
    return {'status': uploader.status, 'location': uploader.location, 'videos': len(flip.videos(_factory(flip)).videos)}


def factory(name):
    flip = api()
    made = flip.create_factory(sdk.FactoryBody(name=name, acl='private', factory_region='eu-west-1', storage_provider=0,
                                               input_bucket_recursive=True, input_bucket_sync_every_n_min=9),
                               with_storage_provider=True)
    changed = flip.update_factory(made.id, sdk.FactoryBody(name=name + ' 2', acl='public'))
    return {'made': sent(made), 'changed': sent(changed), 'read': sent(flip.factory(made.id)),
            'storage': flip.factories(with_storage_provider=True).factories[0].storage_provider}


def synchronised(bucket):
    flip = api()
    factory = _factory(flip)
    flip.update_factory(factory, sdk.FactoryBody(name='My factory', input_bucket_name=bucket))
    toggle = lambda: flip.toggle_factory_sync(factory, sdk.FactorySyncBody(sync='true')).syncing
    first, second = toggle(), toggle()
    off = flip.toggle_factory_sync(factory, sdk.FactorySyncBody(sync='false')).syncing
    return {'first': first, 'second': second, 'off': off}


def notifications():
    flip = api()
    factory = _factory(flip)
    initial = flip.notifications(factory)
    events = sdk.CloudNotificationSettingsEvents(video_created=True, video_encoded=False, encoding_progress=False,
                                                 encoding_completed=True)
    wanted = sdk.CloudNotificationSettings(url='http://127.0.0.1:9/hook', delay=13, send_video_payload=True,
                                           events=events)
    changed = flip.update_notifications(factory, wanted)
    return {'initial': sent(initial), 'changed': sent(changed), 'read': sent(flip.notifications(factory))}


def profile(name):
    flip = api()
    factory = _factory(flip)
    made = flip.create_profile(factory, sdk.ProfileBody(preset_name='h264', name=name, width=640, closed_captions='add'))
    changed = flip.update_profile(made.id, factory, sdk.ProfileBody(preset_name='h264', title='changed'))
    return {'made': sent(made), 'changed': sent(changed), 'read': sent(flip.profile(name, factory, expand=True)),
            'names': [each.name for each in flip.profiles(factory).profiles]}


def workorder(file):
    flip = api()
    factory = _factory(flip)
    answer = flip.create_workorder(factory, profile_id=flip.profile('webm', factory).id, file=file)
    video = flip.videos(factory).videos[0]
    video = until_done(lambda: flip.video(video.id, factory))
    return {'answer': answer, 'video': sent(video), 'encodings': [encoding.profile_name for encoding
                                                                in flip.video_encodings(video.id, factory).encodings]}
