"""README: "Factories"."""
from connection import flip, only_factory


def all_of_them():
    return [{'text': str(factory), 'details': factory.details} for factory in flip().factories.all()]


def found_by_id():
    factory = only_factory()
    return {'listed': factory.details, 'found': flip().factories.find(factory.id).details}


def changed(name, upload_original_video):
    factory = only_factory()
    before = dict(factory.details)
    factory.name = name
    factory.upload_original_video = upload_original_video
    answer = factory.save()
    factory.reload()
    return {'before': before, 'answer': answer, 'after': factory.details, 'attribute': factory.name}


def emptied_name():
    """An empty value travels as `name=`, and is signed as such."""
    factory = only_factory()
    factory.name = ''
    factory.save()
    return flip().factories.find(factory.id).details


def created_and_deleted(name):
    factories = flip().factories
    created = factories.create(name=name)
    listed = [factory.id for factory in factories.all()]
    answer = factories.delete(created.id)
    return {'created': created.details, 'listed': listed, 'answer': answer,
            'left': [factory.id for factory in factories.all()]}


def separate_contents():
    """Every Factory object carries its own factory_id, so what one holds the other does not show."""
    first = only_factory()
    second = flip().factories.create(name='second')
    profile = second.profiles.create(preset_name='h264', name='of-the-second')
    return {'profile': profile.id,
            'first': [each.id for each in first.profiles.all()],
            'second': [each.id for each in second.profiles.all()]}
