"""Every call of the client, in the order in which an application would make them."""
from flip_connection import api, fetched, refusal, sent, until_done

import telestream_cloud_flip as sdk


def _factory(flip):
    return flip.list_factories().factories[0].id


def _ready(flip, factory, source_url, profiles):
    video = flip.create_video(factory, sdk.CreateVideoBody(source_url=source_url, profiles=profiles))
    video = until_done(lambda: flip.get_video(video.id, factory))
    encodings = flip.list_video_encodings(video.id, factory).encodings
    return video, [until_done(lambda: flip.get_encoding(encoding.id, factory)) for encoding in encodings]


def factories(name):
    flip = api()
    page = flip.list_factories(page=1, per_page=10)
    made = flip.create_factory(factory=sdk.Factory(name=name, server_side_encryption=True))
    changed = flip.update_factory(made.id, factory=sdk.Factory(name=name + ' 2', outputs_path_format=':id/:profile'))
    return {'page': [page.page, page.per_page, page.total, len(page.factories)], 'made': sent(made),
            'changed': sent(changed), 'read': sent(flip.get_factory(made.id))}


def videos(source_url):
    flip = api()
    factory = _factory(flip)
    body = sdk.CreateVideoBody(source_url=source_url, profiles='h264,webm', payload='order 7', path_format=':date/:id',
                               extra_variables={'customer': 'seven'}, clip_length='00:00:01')
    created = flip.create_video(factory, body)
    queued = flip.queued_videos(factory)
    ready = until_done(lambda: flip.get_video(created.id, factory))
    encodings = flip.list_video_encodings(created.id, factory, screenshots=True, precise_status=True)
    done = [sent(until_done(lambda: flip.get_encoding(encoding.id, factory))) for encoding in encodings.encodings]
    listed = flip.list_videos(factory, page=1, per_page=1)
    return {'created': sent(created), 'queued': [video.id for video in queued.videos], 'ready': sent(ready),
            'precise': [encoding.status for encoding in encodings.encodings], 'done': done,
            'listed': [listed.page, listed.per_page, listed.total, [video.id for video in listed.videos]],
            'metadata': flip.video_metadata(created.id, factory)}


def signed_urls(source_url):
    flip = api()
    factory = _factory(flip)
    video, encodings = _ready(flip, factory, source_url, 'h264')
    encoding = encodings[0]
    return {'source': fetched(flip.signed_video_url(video.id, factory).signed_url),
            'encoding': sent(encoding),
            'output': fetched(flip.signed_encoding_url(encoding.id, factory, expires=60).signed_url),
            'files': [fetched(url) for url in flip.signed_encoding_urls(encoding.id, factory).signed_urls]}


def encodings(source_url):
    flip = api()
    factory = _factory(flip)
    video, _ = _ready(flip, factory, source_url, 'none')
    body = sdk.CreateEncodingBody(video_id=video.id, profile_name='h264')
    made = flip.create_encoding(factory, body)
    cancelled = flip.cancel_encoding(made.id, factory).canceled
    after_cancel = flip.get_encoding(made.id, factory, precise_status=True).status
    retried = flip.retry_encoding(made.id, factory).retried
    changed = flip.update_encoding(made.id, factory, sdk.UpdateEncodingBody(profile_name='webm'))
    done = until_done(lambda: flip.get_encoding(made.id, factory))
    page = flip.list_encodings(factory, video_id=video.id, status='success', profile_name='webm', page=1, per_page=5)
    by_profile = flip.profile_encodings('webm', factory)
    count = flip.encodings_count(factory).total
    deleted = flip.delete_encoding(made.id, factory).deleted
    return {'made': sent(made), 'cancelled': cancelled, 'afterCancel': after_cancel, 'retried': retried,
            'changed': sent(changed), 'done': sent(done), 'page': [page.page, page.per_page, page.total],
            'byProfile': [encoding.id for encoding in by_profile.encodings], 'count': count, 'deleted': deleted,
            'left': flip.encodings_count(factory).total}


def again(source_url):
    """Resubmits, cancels, and deletes the source and the video."""
    flip = api()
    factory = _factory(flip)
    video, _ = _ready(flip, factory, source_url, 'h264,webm')
    flip.resubmit_video(factory, sdk.ResubmitVideoBody(video_id=video.id))
    cancelled = flip.cancel_video(video.id, factory).canceled
    states = [encoding.error_class for encoding in flip.list_video_encodings(video.id, factory).encodings]
    source = flip.delete_video_source(video.id, factory).deleted
    deleted = flip.delete_video(video.id, factory).deleted
    return {'cancelled': cancelled, 'states': states, 'source': source, 'deleted': deleted,
            'gone': refusal(flip.get_video, video.id, factory)}


def profiles(name):
    flip = api()
    factory = _factory(flip)
    before = flip.list_profiles(factory, exclude_advanced_services=True, expand=True)
    wanted = sdk.Profile(preset_name='h265', name=name, width=640, fps=25.0, h264_profile='high',
                         audio_channels_layout='stereo', tachyon_motion_amount='low', keyframe_rate=2.0)
    made = flip.create_profile(factory, profile=wanted)
    other = flip.create_factory(factory=sdk.Factory(name='other'))
    copied = flip.copy_profile(made.id, factory, sdk.CopyProfileBody(dest_factory_id=other.id, profile_name='theirs'))
    lost = refusal(flip.update_profile, made.id, factory, profile=sdk.Profile(title='x'))
    read = flip.get_profile(name, factory, expand=True)
    workflow = flip.create_profile(factory, profile=sdk.Profile(preset_name='h264', name='flow', inputs={'a': 1}))
    return {'before': len(before.profiles), 'made': sent(made), 'read': sent(read), 'copied': sent(copied),
            'copiedTo': [profile.name for profile in flip.list_profiles(other.id).profiles], 'lost': lost,
            'workflow': workflow.id, 'workflows': [profile.id for profile in flip.list_workflows(factory).workflows],
            'deleted': flip.delete_profile(made.id, factory).deleted}


def refused(source_url):
    flip = api()
    factory = _factory(flip)
    return {'key': refusal(api(key='tcs_wrong').list_factories),
            'factory': refusal(flip.list_videos, 'nope'),
            'video': refusal(flip.get_video, 'nope', factory),
            'profile': refusal(flip.create_video, factory, sdk.CreateVideoBody(source_url=source_url, profiles='nope')),
            'source': refusal(flip.create_video, factory, sdk.CreateVideoBody(payload='none'))}
