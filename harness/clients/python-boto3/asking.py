"""What the tests ask with."""
import random
import urllib.error
import urllib.request

import pytest
from botocore.exceptions import ClientError

MEBIBYTE = 1024 * 1024


def made(size):
    """No two pieces of it are alike."""
    return random.Random(size).randbytes(size)


def refusal(operation, **parameters):
    """`404 NoSuchKey`"""
    with pytest.raises(ClientError) as raised:
        operation(**parameters)
    response = raised.value.response
    return f"{response['ResponseMetadata']['HTTPStatusCode']} {response['Error']['Code']}"


def fetch(url, method='GET', body=None, headers=None):
    request = urllib.request.Request(url, data=body, method=method, headers=headers or {})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def form(fields, file):
    """A multipart/form-data body, and its type."""
    boundary = 'a-boundary-of-no-file'
    parts = [f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
             for name, value in fields.items()]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.bin"\r\n\r\n'.encode()
    return b''.join(parts) + head + file + f'\r\n--{boundary}--\r\n'.encode(), f'multipart/form-data; boundary={boundary}'
