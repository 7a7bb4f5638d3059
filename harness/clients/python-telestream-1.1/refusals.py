"""README: "Error handling"."""
from connection import client, flip, only_factory, refusal


def wrong_secret():
    return refusal(client(secret_key='not-the-secret').get, '/videos.json')


def wrong_access_key():
    return refusal(client(access_key='nobody').get, '/videos.json')


def unknown_ids():
    factory = only_factory()
    return {'factory': refusal(flip().factories.find, 'some-incorrect-id'),
            'video': refusal(factory.videos.find, 'some-incorrect-id'),
            'encoding': refusal(factory.encodings.find, 'some-incorrect-id'),
            'profile': refusal(factory.profiles.find, 'some-incorrect-id'),
            'deleted': refusal(factory.videos.delete, 'some-incorrect-id'),
            'wrongFactory': refusal(client(factory_id='some-incorrect-id').get, '/videos.json')}


def incomplete_requests():
    factory = only_factory()
    tc = client(factory_id=factory.id)
    return {'noSource': refusal(factory.videos.create, profiles='h264'),
            'noVideo': refusal(factory.encodings.create, profile_name='h264'),
            'unknownVideo': refusal(factory.encodings.create, video_id='some-incorrect-id', profile_name='h264'),
            'noFormat': refusal(tc.get, '/videos'),
            'noFileSize': refusal(tc.post, '/videos/upload.json', {'file_name': 'a.mp4'})}


def unknown_profile(file):
    return refusal(only_factory().videos.create, file=file, profiles='no-such-profile')
