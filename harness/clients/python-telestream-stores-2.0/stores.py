"""Every call of the client of the Stores API; the hosted workflows have none, and are asked by plain requests."""
import hashlib
import json
import os
import time

import telestream_cloud_stores as sdk
import urllib3
from telestream_cloud_stores.rest import ApiException

API_KEY = 'tcs_0000000000000000stuntdbl'
URL = 'http://%s:%s' % (os.environ['TELESTREAM_API_HOST'], os.environ['TELESTREAM_API_PORT'])
KEYS = {'access_key': 'my-access-key', 'secret_key': 'my-secret'}
WORKFLOW = '912d15b040e2d3f784e9ea89d5b2bee2'


def api(key=API_KEY):
    client = sdk.StoresApi()
    client.api_client.configuration.host = URL + '/stores/v1.1'
    client.api_client.configuration.api_key['X-Api-Key'] = key
    return client


def sent(model):
    """What was answered: the model's fields that are set."""
    return {name: value for name, value in model.to_dict().items() if value is not None}


def refusal(call, *args, **kwargs):
    """What the SDK tells its user when the service refuses."""
    try:
        call(*args, **kwargs)
    except ApiException as error:
        return {'status': error.status, 'body': json.loads(error.body)}
    raise AssertionError('the call was not refused')


def plain(method, path, body=None):
    """A request that no SDK makes."""
    response = urllib3.PoolManager().request(
        method, URL + path, headers={'X-Api-Key': API_KEY, 'Content-Type': 'application/json'},
        body=None if body is None else json.dumps(body))
    return json.loads(response.data.decode('utf-8'))


def body(name='archive', **changes):
    fields = dict(KEYS, name=name, provider='S3', bucket_name='johnkoctopus', region='us-west-1')
    return sdk.StoreBody(**dict(fields, **changes))


def stores():
    client = api()
    before = client.get_stores()
    settings = sdk.StoreBodyProviderSpecificSettings(cache_control='max-age=60')
    made = client.create_store(body(provider_specific_settings=settings, private_access=True))
    changed = client.update_store(made.id, body(name='vault'))
    found = client.get_stores(bucket_name='johnkoctopus', provider='S3')
    read = client.get_store(made.id)
    deleted = client.delete_store(made.id)
    return {'before': [sent(store) for store in before], 'made': sent(made), 'changed': sent(changed),
            'found': [store.id for store in found], 'read': sent(read), 'deleted': sent(deleted),
            'after': [store.id for store in client.get_stores()]}


def links():
    client = api()
    store = client.get_stores()[0].id
    answers = [client.create_store_client_link(store, 'flip', 'a factory'), client.get_store_ids_for_client('flip', 'a factory')]
    refused = refusal(client.delete_store, store)
    answers.append(client.delete_store_client_link(store, 'flip', 'a factory'))
    answers.append(client.get_store_ids_for_client('flip', 'a factory'))
    return {'store': store, 'answers': answers, 'refused': refused}


def object_url():
    client = api()
    store = client.create_store(body())
    url = client.get_object_url(store.id, 'demo1.mpg', '60').url
    response = urllib3.PoolManager().request('GET', url)
    unsigned = urllib3.PoolManager().request('GET', url.split('?')[0])
    return {'url': url, 'status': response.status, 'size': len(response.data),
            'sha256': hashlib.sha256(response.data).hexdigest(), 'unsigned': unsigned.status}


def watch_rules():
    client = api()
    store = client.create_store(body())
    rule = client.create_watch_rule(sdk.WatchRule(
        store_id=store.id, service_name='vantage-cloud-port', service_id=WORKFLOW, filters={'pattern': '*.mpg'}, enabled=True))
    made = dict(sent(rule))
    off = client.update_watch_rule(rule.id, sdk.WatchRule(enabled=False))
    listed = [one.id for one in client.get_watch_rules(store_id=store.id, service_id=WORKFLOW)]
    synced_answer = client.sync_watch_rule(rule.id)
    deadline = time.time() + 60
    while not client.get_watch_rule(rule.id).synced:
        if time.time() > deadline:
            raise AssertionError('the rule is not synchronised after a minute')
        time.sleep(0.1)
    synced = client.get_watch_rule(rule.id)
    jobs = '/vantage-cloud-port/v2.0/workflows/%s/workflow-jobs' % WORKFLOW
    job = plain('GET', jobs)[0]
    while plain('GET', '%s/%s/progress' % (jobs, job['id']))['status'] != 'completed':
        if time.time() > deadline:
            raise AssertionError('the job is not completed after a minute')
        time.sleep(0.1)
    done = plain('GET', '%s/%s' % (jobs, job['id']))
    deleted = client.delete_watch_rule(rule.id)
    return {'made': made, 'off': sent(off), 'listed': listed, 'sync': synced_answer,
            'synced': synced.synced, 'at': synced.sync_scheduled_at.isoformat(), 'done': done,
            'egress': plain('GET', '/_stuntdouble/telestream/egress?job=' + job['id'])['egress'],
            'deleted': sent(deleted), 'left': client.get_watch_rules()}


def validate():
    client = api()

    def ask(**changes):
        fields = dict(KEYS, provider='S3', bucket_name='demo-bucket', region='us-east-1')
        return client.validate_bucket(sdk.ValidateBucketBody(**dict(fields, **changes))).status

    return {'there': ask(), 'missing': ask(bucket_name='gone'), 'closed': refusal(ask, secret_key='guessed')}


def refusals():
    client = api()
    answers = {'store': refusal(client.get_store, 'nobody'), 'rule': refusal(client.sync_watch_rule, 'nobody'),
               'body': refusal(client.create_store, body(provider='Dropbox', name='')),
               'bucket': refusal(client.create_store, body(bucket_name='gone'))}
    # Last: all clients of the SDK share their keys.
    answers['key'] = refusal(api('tcs_other').get_stores)
    return answers
