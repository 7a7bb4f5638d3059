"""Flip's generated client, as its README sets it up, pointed at the double by its documented option."""
import hashlib
import json
import os
import time

import telestream_cloud_flip
import urllib3
from telestream_cloud_flip.rest import ApiException

API_KEY = 'tcs_0000000000000000stuntdbl'


def api(key=API_KEY):
    client = telestream_cloud_flip.FlipApi()
    configuration = client.api_client.configuration
    configuration.host = 'http://%s:%s/flip/3.1' % (os.environ['TELESTREAM_API_HOST'], os.environ['TELESTREAM_API_PORT'])
    configuration.api_key['X-Api-Key'] = key
    return client


def until_done(get, seconds=60):
    """Polls until the status is final, as the README does."""
    deadline = time.time() + seconds
    while True:
        model = get()
        if model.status in ('success', 'fail'):
            return model
        if time.time() > deadline:
            raise AssertionError('still processing after %d s: %r' % (seconds, model.to_dict()))
        time.sleep(0.1)


def fetched(url):
    response = urllib3.PoolManager().request('GET', url)
    return {'url': url, 'status': response.status, 'type': response.headers.get('Content-Type'),
            'size': len(response.data), 'sha256': hashlib.sha256(response.data).hexdigest()}


def refusal(call, *args, **kwargs):
    """What the SDK tells its user when the service refuses."""
    try:
        call(*args, **kwargs)
    except ApiException as error:
        return {'text': str(error), 'status': error.status, 'contentType': error.headers.get('Content-Type'),
                'body': json.loads(error.body)}
    raise AssertionError('the call was not refused')


def sent(model):
    """What was answered: the model's fields that are set."""
    return {name: value for name, value in model.to_dict().items() if value is not None}
