import io

import boto3
import pytest
from boto3.s3.transfer import TransferConfig

from asking import MEBIBYTE, fetch, form, made, refusal
from conftest import client_of

IN_PARTS = TransferConfig(multipart_threshold=6 * MEBIBYTE, multipart_chunksize=5 * MEBIBYTE, max_concurrency=3)


def test_parts_make_one_object(s3, bucket):
    body = made(6 * MEBIBYTE)
    upload = {'Bucket': bucket, 'Key': 'a', 'UploadId': s3.create_multipart_upload(Bucket=bucket, Key='a')['UploadId']}
    pieces = [body[:5 * MEBIBYTE], body[5 * MEBIBYTE:]]
    parts = [{'PartNumber': number, 'ETag': s3.upload_part(**upload, PartNumber=number, Body=piece)['ETag']}
             for number, piece in enumerate(pieces, 1)]
    assert [part['Size'] for part in s3.list_parts(**upload)['Parts']] == [5 * MEBIBYTE, MEBIBYTE]
    assert len(s3.list_multipart_uploads(Bucket=bucket)['Uploads']) == 1
    done = s3.complete_multipart_upload(**upload, MultipartUpload={'Parts': parts})
    assert done['ETag'].endswith('-2"')
    assert s3.get_object(Bucket=bucket, Key='a')['Body'].read() == body
    second = s3.get_object(Bucket=bucket, Key='a', PartNumber=2)
    assert (second['Body'].read(), second['PartsCount']) == (pieces[1], 2)


def test_parts_are_refused_for_what_they_cannot_be(s3, bucket):
    upload = {'Bucket': bucket, 'Key': 'a', 'UploadId': s3.create_multipart_upload(Bucket=bucket, Key='a')['UploadId']}
    for number in [0, 10_001]:
        assert refusal(s3.upload_part, **upload, PartNumber=number, Body=b'a') == '400 InvalidArgument'
    parts = [{'PartNumber': number, 'ETag': s3.upload_part(**upload, PartNumber=number, Body=b'small')['ETag']} for number in [1, 2]]
    complete = lambda *named: refusal(s3.complete_multipart_upload, **upload, MultipartUpload={'Parts': list(named)})
    assert complete(*parts) == '400 EntityTooSmall'
    assert complete(*reversed(parts)) == '400 InvalidPartOrder'
    assert complete({'PartNumber': 1, 'ETag': '"0cc175b9c0f1b6a831c399e269772661"'}) == '400 InvalidPart'
    s3.abort_multipart_upload(**upload)
    assert refusal(s3.list_parts, **upload) == '404 NoSuchUpload'


def test_parts_are_copied(s3, bucket):
    s3.put_object(Bucket=bucket, Key='source', Body=b'0123456789')
    upload = {'Bucket': bucket, 'Key': 'a', 'UploadId': s3.create_multipart_upload(Bucket=bucket, Key='a')['UploadId']}
    copied = s3.upload_part_copy(**upload, PartNumber=1, CopySource=f'{bucket}/source', CopySourceRange='bytes=2-4')
    part = {'PartNumber': 1, 'ETag': copied['CopyPartResult']['ETag']}
    s3.complete_multipart_upload(**upload, MultipartUpload={'Parts': [part]})
    assert s3.get_object(Bucket=bucket, Key='a')['Body'].read() == b'234'


@pytest.mark.parametrize('algorithm,kind', [('CRC32', 'FULL_OBJECT'), ('CRC32', 'COMPOSITE'), ('SHA1', 'COMPOSITE'), ('SHA256', 'COMPOSITE')])
def test_parts_have_checksums(s3, bucket, algorithm, kind):
    upload = {'Bucket': bucket, 'Key': 'a', 'UploadId': s3.create_multipart_upload(
        Bucket=bucket, Key='a', ChecksumAlgorithm=algorithm, ChecksumType=kind)['UploadId']}
    name = f'Checksum{algorithm}'
    part = s3.upload_part(**upload, PartNumber=1, Body=b'123456789', ChecksumAlgorithm=algorithm)
    done = s3.complete_multipart_upload(**upload, MultipartUpload={'Parts': [
        {'PartNumber': 1, 'ETag': part['ETag'], name: part[name]}]})
    assert done['ChecksumType'] == kind
    assert done[name] == part[name] if kind == 'FULL_OBJECT' else done[name].endswith('-1')


@pytest.mark.parametrize('size', [0, 1, 5 * MEBIBYTE, 17 * MEBIBYTE + 3])
def test_files_go_up_and_come_down(s3, bucket, tmp_path, size):
    body = made(size)
    (tmp_path / 'up').write_bytes(body)
    seen = []
    s3.upload_file(str(tmp_path / 'up'), bucket, 'a', Config=IN_PARTS, Callback=seen.append,
                   ExtraArgs={'ContentType': 'video/mp4', 'Metadata': {'a': 'b'}})
    s3.download_file(bucket, 'a', str(tmp_path / 'down'), Config=IN_PARTS)
    assert (tmp_path / 'down').read_bytes() == body
    assert sum(seen) == size
    head = s3.head_object(Bucket=bucket, Key='a')
    assert (head['ContentLength'], head['ContentType'], head['Metadata']) == (size, 'video/mp4', {'a': 'b'})


def test_streams_go_up_and_are_copied_in_parts(s3, bucket):
    body = made(13 * MEBIBYTE)
    s3.upload_fileobj(io.BytesIO(body), bucket, 'a', Config=IN_PARTS)
    s3.copy({'Bucket': bucket, 'Key': 'a'}, bucket, 'b', Config=IN_PARTS)
    got = io.BytesIO()
    s3.download_fileobj(bucket, 'b', got, Config=IN_PARTS)
    assert got.getvalue() == body


def test_resources_do_the_same(bucket):
    resource = boto3.resource('s3').Bucket(bucket)
    resource.put_object(Key='a', Body=b'a')
    assert [each.key for each in resource.objects.filter(Prefix='a')] == ['a']
    assert resource.Object('a').get()['Body'].read() == b'a'
    resource.objects.all().delete()
    assert list(resource.objects.all()) == []


# Without a word about it, the SDK presigns by Signature Version 2.
@pytest.mark.parametrize('config', [{}, {'signature_version': 's3v4'}, {'s3': {'addressing_style': 'path'}}])
def test_presigned_urls_read_and_write(bucket, config):
    s3 = client_of(**config)
    body = made(100_000)
    named = {'Bucket': bucket, 'Key': 'a é+'}
    put = s3.generate_presigned_url('put_object', Params={**named, 'ContentType': 'video/mp4', 'Metadata': {'a': 'b'}})
    # Version 4 wants the header that it names; Version 2 has it in the URL.
    headers = {'Content-Type': 'video/mp4', 'x-amz-meta-a': 'b'}
    status, told = fetch(put, 'PUT', body, headers)
    assert status == 200, told
    assert s3.head_object(**named)['Metadata'] == {'a': 'b'}
    get = s3.generate_presigned_url('get_object', Params={**named, 'ResponseContentDisposition': 'attachment'})
    assert fetch(get) == (200, body)
    assert fetch(get, 'DELETE')[0] == 403
    assert fetch(s3.generate_presigned_url('get_object', Params=named, ExpiresIn=60).replace('a%20', 'b%20'))[0] == 403


@pytest.mark.parametrize('config', [{}, {'signature_version': 's3v4'}])
def test_presigned_forms_upload(bucket, config):
    s3 = client_of(**config)
    body = made(70_000)
    post = s3.generate_presigned_post(
        bucket, 'up/${filename}', Fields={'acl': 'private', 'Content-Type': 'video/mp4'},
        Conditions=[{'acl': 'private'}, ['starts-with', '$Content-Type', 'video/'], ['content-length-range', 1, 100_000]])
    data, kind = form(post['fields'], body)
    assert fetch(post['url'], 'POST', data, {'Content-Type': kind})[0] == 204
    got = s3.get_object(Bucket=bucket, Key='up/a.bin')
    assert (got['Body'].read(), got['ContentType']) == (body, 'video/mp4')
    for fields, file, want in [
        ({**post['fields'], 'acl': 'public-read'}, body, (403, b'AccessDenied')),
        (post['fields'], made(100_001), (400, b'EntityTooLarge')),
        ({**post['fields'], 'policy': post['fields']['policy'][:-4]}, body, (403, b'SignatureDoesNotMatch')),
    ]:
        data, kind = form(fields, file)
        status, told = fetch(post['url'], 'POST', data, {'Content-Type': kind})
        assert status == want[0] and want[1] in told
