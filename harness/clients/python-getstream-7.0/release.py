"""What getstream 7 has otherwise than 2: a recording has a type, and webhooks have helpers."""
from getstream.webhook import parse_event as parse, verify_signature as verify  # noqa: F401


def start_recording(call, **options):
    return call.start_recording(recording_type='composite', **options)


def stop_recording(call):
    return call.stop_recording(recording_type='composite')
