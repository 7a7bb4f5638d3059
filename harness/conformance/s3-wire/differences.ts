// Where another S3 is known to do otherwise than this suite asks, and why that is its own and not the suite's fault.

/** By the subject and the title of a test: it fails there, and has to, so that this list stays true. */
export type Differences = Readonly<Record<string, string>>

/** MinIO RELEASE.2025-09-07T16-13-09Z */
export const ofMinio: Differences = {
  'objects > have keys of any text':
    'Keys are names of files: a//b/ and a backslash are XMinioInvalidObjectName, 400; S3 takes any UTF-8',
  'checksums > are among the attributes':
    'GetObjectAttributes takes one attribute a header line, and answers several in one line, which S3 takes, by InvalidArgument',
  'lists > of the older kind go on by markers':
    'NextMarker carries a mark of its cache: films/[minio_cache:v2,return:]; S3 answers the key',
  'lists > may have their keys encoded':
    'DeleteObjects is MalformedXML when it names a key with &#1;, of which XML 1.0 knows nothing: such a key is listed, and cannot be deleted so',
  'uploads in parts > have parts of numbers from 1 to 10,000':
    'Part number 0 is InvalidPart, 400; S3 says InvalidArgument, 400',
  'public ACLs > let anybody read an object': 'x-amz-acl: public-read is ignored: MinIO has policies alone',
  'public ACLs > let anybody put into a bucket, and be told what is not in it':
    'PutBucketAcl of anything but private is NotImplemented: MinIO has policies alone',
  'pages of other origins > may do what the configuration says':
    'PutBucketCors is NotImplemented: MinIO answers any origin as its own configuration says',
  'lifecycles > that say nothing are refused':
    'A lifecycle that cannot be read is InvalidArgument, 400; S3 says MalformedXML, 400',
}
