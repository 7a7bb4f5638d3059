"""The buckets of a double by AWS's own SDK for Python, unmodified: AWS_ENDPOINT_URL_S3 and the usual variables say where."""
import itertools
import os

import boto3
import pytest
from botocore.config import Config

numbers = itertools.count(1)


def client_of(**config):
    return boto3.client('s3', config=Config(retries={'max_attempts': 1}, **config))


@pytest.fixture(scope='session')
def s3():
    return client_of()


@pytest.fixture
def bucket(s3):
    name = f'boto3-{os.getpid()}-{next(numbers)}'
    s3.create_bucket(Bucket=name)
    return name
