"""The vendor's client, as its README sets it up, pointed at the double through its own documented options."""
import os
import time

from telestream_cloud import TelestreamCloud, TelestreamCloudException


def client(access_key='your-access-key', secret_key='your-secret-key', factory_id=None, api_host=None):
    return TelestreamCloud(access_key, secret_key, factory_id=factory_id,
                           api_host=api_host or os.environ['TELESTREAM_API_HOST'],
                           api_port=int(os.environ['TELESTREAM_API_PORT']))


def flip():
    return client().get_resource('flip')


def only_factory():
    return flip().factories.all()[0]


def finished(model, seconds=60):
    """Polls a Video or an Encoding until it is no longer processing, as an application would."""
    deadline = time.time() + seconds
    while model.status == 'processing':
        if time.time() > deadline:
            raise AssertionError('%s is still processing after %d s: %r' % (model, seconds, model.details))
        time.sleep(0.1)
        model.reload()
    return model


def refusal(call, *args, **kwargs):
    """What the SDK tells its user when the service refuses: the exception's text, and the answer that it carries."""
    try:
        call(*args, **kwargs)
    except TelestreamCloudException as error:
        response = error.response
        return {'text': str(error), 'status': response.status_code, 'contentType': response.headers.get('Content-Type'),
                'body': response.json()}
    raise AssertionError('the call was not refused')
