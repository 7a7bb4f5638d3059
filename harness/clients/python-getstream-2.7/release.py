"""What getstream 2 has otherwise than 7: a recording has no type (POST C/start_recording), and webhooks no helpers.

Applications of its time verify with the standard library, as the documentation shows, and parse with the SDK's models.
"""
import hashlib
import hmac
import json

from getstream import models

events = {
    field.default: model
    for model in vars(models).values()
    if getattr(model, '__name__', '').endswith('Event') and hasattr(model, '__dataclass_fields__')
    for field in [model.__dataclass_fields__.get('type')]
    if field is not None
}


def verify(body, signature, secret):
    return hmac.compare_digest(hmac.new(secret.encode(), body, hashlib.sha256).hexdigest(), signature)


def parse(body):
    data = json.loads(body)
    return events[data['type']].from_dict(data)


def start_recording(call, **options):
    return call.start_recording(**options)


def stop_recording(call):
    return call.stop_recording()
