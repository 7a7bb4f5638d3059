import datetime

import pytest

from asking import made, refusal

ALGORITHMS = ['CRC32', 'CRC64NVME', 'SHA1', 'SHA256']


def test_objects_are_got_as_they_were_put(s3, bucket):
    body = made(300_000)
    key = 'film/été 🎬+%41?&<>.mp4'
    s3.put_object(Bucket=bucket, Key=key, Body=body, ContentType='video/mp4', CacheControl='no-cache',
                  ContentDisposition='attachment; filename="a.mp4"', Metadata={'director': 'Varda'})
    got = s3.get_object(Bucket=bucket, Key=key)
    assert got['Body'].read() == body
    assert (got['ContentType'], got['CacheControl'], got['Metadata']) == ('video/mp4', 'no-cache', {'director': 'Varda'})
    assert refusal(s3.get_object, Bucket=bucket, Key='none') == '404 NoSuchKey'
    assert refusal(s3.head_object, Bucket=bucket, Key='none') == '404 404'


def test_objects_come_in_ranges_and_with_other_headers(s3, bucket):
    s3.put_object(Bucket=bucket, Key='a', Body=b'0123456789')
    for asked, want in {'bytes=2-4': b'234', 'bytes=7-': b'789', 'bytes=-2': b'89', 'bytes=8-99': b'89'}.items():
        got = s3.get_object(Bucket=bucket, Key='a', Range=asked)
        assert (got['Body'].read(), got['ResponseMetadata']['HTTPStatusCode']) == (want, 206)
    assert refusal(s3.get_object, Bucket=bucket, Key='a', Range='bytes=10-') == '416 InvalidRange'
    got = s3.get_object(Bucket=bucket, Key='a', ResponseContentType='text/plain', ResponseCacheControl='no-store')
    assert (got['ContentType'], got['CacheControl']) == ('text/plain', 'no-store')


def test_objects_are_got_and_put_under_conditions(s3, bucket):
    etag = s3.put_object(Bucket=bucket, Key='a', Body=b'a')['ETag']
    long_ago = datetime.datetime(2001, 1, 1)
    assert refusal(s3.get_object, Bucket=bucket, Key='a', IfNoneMatch=etag) == '304 304'
    assert refusal(s3.get_object, Bucket=bucket, Key='a', IfMatch='"other"') == '412 PreconditionFailed'
    assert refusal(s3.get_object, Bucket=bucket, Key='a', IfUnmodifiedSince=long_ago) == '412 PreconditionFailed'
    assert s3.get_object(Bucket=bucket, Key='a', IfModifiedSince=long_ago)['ETag'] == etag
    assert refusal(s3.put_object, Bucket=bucket, Key='a', IfNoneMatch='*') == '412 PreconditionFailed'
    assert refusal(s3.put_object, Bucket=bucket, Key='a', IfMatch='"other"') == '412 PreconditionFailed'
    s3.put_object(Bucket=bucket, Key='a', IfMatch=etag, Body=b'b')


@pytest.mark.parametrize('algorithm', ALGORITHMS)
def test_objects_carry_checksums(s3, bucket, algorithm):
    if algorithm == 'CRC64NVME':
        # The SDK computes it with another library only; the double does so by itself.
        put = s3.put_object(Bucket=bucket, Key='a', Body=b'123456789', ChecksumCRC64NVME='rosUhgp5mIg=')
    else:
        put = s3.put_object(Bucket=bucket, Key='a', Body=b'123456789', ChecksumAlgorithm=algorithm)
    name = f'Checksum{algorithm}'
    head = s3.head_object(Bucket=bucket, Key='a', ChecksumMode='ENABLED')
    assert (head[name], head['ChecksumType']) == (put[name], 'FULL_OBJECT')
    about = s3.get_object_attributes(Bucket=bucket, Key='a', ObjectAttributes=['Checksum', 'ObjectSize', 'ETag'])
    assert (about['Checksum'][name], about['ObjectSize']) == (put[name], 9)
    assert refusal(s3.put_object, Bucket=bucket, Key='a', Body=b'a', **{name: put[name]}) == '400 BadDigest'


def test_objects_are_checked_by_their_md5(s3, bucket):
    s3.put_object(Bucket=bucket, Key='a', Body=b'a', ContentMD5='DMF1ucDxtqgxw5niaXcmYQ==')
    assert refusal(s3.put_object, Bucket=bucket, Key='a', Body=b'b', ContentMD5='DMF1ucDxtqgxw5niaXcmYQ==') == '400 BadDigest'
    assert refusal(s3.put_object, Bucket=bucket, Key='a', Body=b'b', ContentMD5='none') == '400 InvalidDigest'


def test_objects_are_copied(s3, bucket):
    s3.put_object(Bucket=bucket, Key='from +é', Body=b'a', Metadata={'a': '1'}, Tagging='t=1')
    source = {'Bucket': bucket, 'Key': 'from +é'}
    s3.copy_object(Bucket=bucket, Key='to', CopySource=source)
    got = s3.get_object(Bucket=bucket, Key='to')
    assert (got['Body'].read(), got['Metadata'], got['TagCount']) == (b'a', {'a': '1'}, 1)
    s3.copy_object(Bucket=bucket, Key='to', CopySource=source, MetadataDirective='REPLACE', Metadata={'b': '2'})
    assert s3.head_object(Bucket=bucket, Key='to')['Metadata'] == {'b': '2'}
    assert refusal(s3.copy_object, Bucket=bucket, Key='to', CopySource=source, CopySourceIfMatch='"o"') == '412 PreconditionFailed'
    assert refusal(s3.copy_object, Bucket=bucket, Key='to', CopySource=f'{bucket}/none') == '404 NoSuchKey'
    assert refusal(s3.copy_object, Bucket=bucket, Key='from +é', CopySource=source) == '400 InvalidRequest'


def test_objects_are_listed_in_pages_and_folders(s3, bucket):
    for key in ['d/1', 'd/2', 'd/3', 'd/4', 'e&<>', 'f é+']:
        s3.put_object(Bucket=bucket, Key=key)
    for operation in ['list_objects', 'list_objects_v2']:
        pages = list(s3.get_paginator(operation).paginate(Bucket=bucket, PaginationConfig={'PageSize': 4}))
        assert [[each['Key'] for each in page['Contents']] for page in pages] == [['d/1', 'd/2', 'd/3', 'd/4'], ['e&<>', 'f é+']]
        folders = getattr(s3, operation)(Bucket=bucket, Delimiter='/')
        assert folders['CommonPrefixes'] == [{'Prefix': 'd/'}]
    after = s3.list_objects_v2(Bucket=bucket, StartAfter='d/4', FetchOwner=True)
    assert [each['Key'] for each in after['Contents']] == ['e&<>', 'f é+']
    assert after['Contents'][0]['Owner']['ID']


def test_objects_are_deleted_many_at_once(s3, bucket):
    keys = [f'a/{number} é' for number in range(20)]
    for key in keys:
        s3.put_object(Bucket=bucket, Key=key)
    told = s3.delete_objects(Bucket=bucket, Delete={'Objects': [{'Key': key} for key in keys]})
    assert sorted(each['Key'] for each in told['Deleted']) == sorted(keys)
    assert s3.list_objects_v2(Bucket=bucket)['KeyCount'] == 0


def test_objects_have_tags(s3, bucket):
    s3.put_object(Bucket=bucket, Key='a', Tagging='kind=film&year=1962')
    assert s3.get_object_tagging(Bucket=bucket, Key='a')['TagSet'] == [
        {'Key': 'kind', 'Value': 'film'}, {'Key': 'year', 'Value': '1962'}]
    s3.put_object_tagging(Bucket=bucket, Key='a', Tagging={'TagSet': [{'Key': 'b', 'Value': 'c d'}]})
    assert s3.get_object_tagging(Bucket=bucket, Key='a')['TagSet'] == [{'Key': 'b', 'Value': 'c d'}]
    s3.delete_object_tagging(Bucket=bucket, Key='a')
    assert s3.get_object_tagging(Bucket=bucket, Key='a')['TagSet'] == []


def test_objects_have_versions(s3, bucket):
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={'Status': 'Enabled'})
    first = s3.put_object(Bucket=bucket, Key='a', Body=b'one')['VersionId']
    s3.put_object(Bucket=bucket, Key='a', Body=b'two')
    assert s3.get_object(Bucket=bucket, Key='a', VersionId=first)['Body'].read() == b'one'
    marker = s3.delete_object(Bucket=bucket, Key='a')
    assert marker['DeleteMarker'] is True
    assert refusal(s3.get_object, Bucket=bucket, Key='a') == '404 NoSuchKey'
    pages = list(s3.get_paginator('list_object_versions').paginate(Bucket=bucket, PaginationConfig={'PageSize': 1}))
    assert [(len(page.get('Versions', [])), len(page.get('DeleteMarkers', []))) for page in pages] == [(0, 1), (1, 0), (1, 0)]
    s3.delete_object(Bucket=bucket, Key='a', VersionId=marker['VersionId'])
    assert s3.get_object(Bucket=bucket, Key='a')['Body'].read() == b'two'
