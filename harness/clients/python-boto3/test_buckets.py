import json

from asking import fetch, refusal
from conftest import client_of


def test_buckets_come_and_go(s3, bucket):
    assert s3.head_bucket(Bucket=bucket)['BucketRegion'] == 'us-east-1'
    assert bucket in [each['Name'] for each in s3.list_buckets()['Buckets']]
    s3.put_object(Bucket=bucket, Key='a')
    assert refusal(s3.delete_bucket, Bucket=bucket) == '409 BucketNotEmpty'
    s3.delete_object(Bucket=bucket, Key='a')
    s3.delete_bucket(Bucket=bucket)
    assert refusal(s3.head_bucket, Bucket=bucket) == '404 404'
    assert refusal(s3.list_objects_v2, Bucket=bucket) == '404 NoSuchBucket'


def test_buckets_are_found_in_their_regions(s3, bucket):
    name = f'{bucket}-far'
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={'LocationConstraint': 'eu-central-1'})
    assert s3.get_bucket_location(Bucket=name)['LocationConstraint'] == 'eu-central-1'
    # The SDK is told where the bucket is, and asks again.
    assert s3.list_objects_v2(Bucket=name)['KeyCount'] == 0
    assert s3.get_bucket_location(Bucket=bucket)['LocationConstraint'] is None


def test_buckets_are_versioned(s3, bucket):
    assert 'Status' not in s3.get_bucket_versioning(Bucket=bucket)
    for status in ['Enabled', 'Suspended']:
        s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={'Status': status})
        assert s3.get_bucket_versioning(Bucket=bucket)['Status'] == status


def test_buckets_keep_cors(s3, bucket):
    assert refusal(s3.get_bucket_cors, Bucket=bucket) == '404 NoSuchCORSConfiguration'
    rules = [{'AllowedMethods': ['GET', 'PUT'], 'AllowedOrigins': ['https://*.example.com'],
              'AllowedHeaders': ['*'], 'ExposeHeaders': ['ETag'], 'MaxAgeSeconds': 60}]
    s3.put_bucket_cors(Bucket=bucket, CORSConfiguration={'CORSRules': rules})
    assert s3.get_bucket_cors(Bucket=bucket)['CORSRules'] == rules
    s3.delete_bucket_cors(Bucket=bucket)
    assert refusal(s3.get_bucket_cors, Bucket=bucket) == '404 NoSuchCORSConfiguration'


def test_buckets_keep_a_lifecycle(s3, bucket):
    rules = [
        {'ID': 'old', 'Status': 'Enabled', 'Filter': {'Prefix': 'old/'}, 'Expiration': {'Days': 30}},
        {'ID': 'parts', 'Status': 'Enabled', 'Filter': {'Prefix': ''},
         'AbortIncompleteMultipartUpload': {'DaysAfterInitiation': 3}},
        {'ID': 'versions', 'Status': 'Disabled', 'Filter': {'Tag': {'Key': 'a', 'Value': 'b'}},
         'NoncurrentVersionExpiration': {'NoncurrentDays': 5}},
    ]
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={'Rules': rules})
    assert s3.get_bucket_lifecycle_configuration(Bucket=bucket)['Rules'] == rules
    s3.put_object(Bucket=bucket, Key='old/a')
    assert 'rule-id="old"' in s3.head_object(Bucket=bucket, Key='old/a')['Expiration']
    s3.delete_bucket_lifecycle(Bucket=bucket)
    assert refusal(s3.get_bucket_lifecycle_configuration, Bucket=bucket) == '404 NoSuchLifecycleConfiguration'


def test_buckets_keep_tags(s3, bucket):
    assert refusal(s3.get_bucket_tagging, Bucket=bucket) == '404 NoSuchTagSet'
    tags = [{'Key': 'team', 'Value': 'été'}]
    s3.put_bucket_tagging(Bucket=bucket, Tagging={'TagSet': tags})
    assert s3.get_bucket_tagging(Bucket=bucket)['TagSet'] == tags
    s3.delete_bucket_tagging(Bucket=bucket)


def test_buckets_are_opened_by_a_policy(s3, bucket):
    s3.put_object(Bucket=bucket, Key='a', Body=b'open')
    url = f'{s3.meta.endpoint_url}/{bucket}/a'
    assert fetch(url)[0] == 403
    policy = json.dumps({'Version': '2012-10-17', 'Statement': [
        {'Effect': 'Allow', 'Principal': '*', 'Action': 's3:GetObject', 'Resource': f'arn:aws:s3:::{bucket}/*'}]})
    s3.put_bucket_policy(Bucket=bucket, Policy=policy)
    assert s3.get_bucket_policy(Bucket=bucket)['Policy'] == policy
    assert fetch(url) == (200, b'open')
    s3.delete_bucket_policy(Bucket=bucket)
    assert refusal(s3.get_bucket_policy, Bucket=bucket) == '404 NoSuchBucketPolicy'


def test_buckets_are_paged_and_waited_for(s3, bucket):
    pages = s3.get_paginator('list_buckets').paginate(PaginationConfig={'PageSize': 1}, Prefix=bucket)
    assert [each['Name'] for page in pages for each in page['Buckets']] == [bucket]
    s3.get_waiter('bucket_exists').wait(Bucket=bucket)
    s3.get_waiter('object_not_exists').wait(Bucket=bucket, Key='a')


def test_nobody_comes_in_with_another_secret(bucket):
    import boto3
    wrong = boto3.client('s3', aws_secret_access_key='other', aws_access_key_id='my-access-key')
    assert refusal(wrong.list_objects_v2, Bucket=bucket) == '403 SignatureDoesNotMatch'
    nobody = boto3.client('s3', aws_secret_access_key='other', aws_access_key_id='other')
    assert refusal(nobody.list_objects_v2, Bucket=bucket) == '403 InvalidAccessKeyId'


def test_buckets_are_named_by_the_path_or_signed_as_of_old(bucket):
    for config in [{'s3': {'addressing_style': 'path'}}, {'signature_version': 's3'}, {'signature_version': 's3v4'}]:
        s3 = client_of(**config)
        s3.put_object(Bucket=bucket, Key='a b+c', Body=b'x', Metadata={'a': 'b'})
        assert s3.get_object(Bucket=bucket, Key='a b+c')['Body'].read() == b'x'
        assert s3.list_objects_v2(Bucket=bucket, Prefix='a b')['KeyCount'] == 1
        s3.delete_object(Bucket=bucket, Key='a b+c')
