"""README: "Profiles"."""
from connection import only_factory, refusal


def all_of_them(**params):
    return [{'text': str(profile), 'details': profile.details} for profile in only_factory().profiles.all(**params)]


def created():
    profile = only_factory().profiles.create(preset_name='h264', name='h264_1', fps=45)
    return {'profile': profile.details, 'found': only_factory().profiles.find(profile.id).details,
            'byName': only_factory().profiles.find('h264_1').details}


def updated():
    profile = only_factory().profiles.create(preset_name='h264', name='h264_1', fps=45)
    profile.name = 'new_name'
    profile.fps = '60'
    answer = profile.save()
    profile.reload()
    return {'answer': answer, 'reloaded': profile.details}


def deleted():
    factory = only_factory()
    profile = factory.profiles.create(preset_name='h264', name='h264_1', fps=45)
    return {'id': profile.id, 'answer': profile.delete(), 'found': refusal(factory.profiles.find, profile.id),
            'left': [each.id for each in factory.profiles.all()]}


def deleted_by_id():
    factory = only_factory()
    profile = factory.profiles.create(preset_name='h264', name='h264_1')
    return {'id': profile.id, 'answer': factory.profiles.delete(profile.id),
            'left': [each.id for each in factory.profiles.all()]}
