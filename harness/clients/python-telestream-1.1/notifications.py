"""README: "To display and change modify Factory notifications"."""
from connection import only_factory


def initial():
    return only_factory().get_notifications()


def updated(settings):
    factory = only_factory()
    answer = factory.update_notifications(settings)
    return {'answer': answer, 'read': factory.get_notifications()}


def updated_twice(first, second):
    factory = only_factory()
    factory.update_notifications(first)
    factory.update_notifications(second)
    return factory.get_notifications()
