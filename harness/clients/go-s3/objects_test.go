package gos3

import (
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func Test_objects_are_got_as_they_were_put(t *testing.T) {
	bucket := newBucket(t)
	body := made(300_000)
	put(t, bucket, "film/été 🎬+%41?.mp4", body, func(in *s3.PutObjectInput) {
		in.ContentType = aws.String("video/mp4")
		in.CacheControl = aws.String("no-cache")
		in.ContentDisposition = aws.String(`attachment; filename="a.mp4"`)
		in.Metadata = map[string]string{"director": "Varda"}
	})
	output, got := get(t, bucket, "film/été 🎬+%41?.mp4")
	expectBytes(t, got, body)
	expect(t, "type", *output.ContentType, "video/mp4")
	expect(t, "cache control", *output.CacheControl, "no-cache")
	expect(t, "metadata", output.Metadata["director"], "Varda")
	_, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String("none")})
	expectRefusal(t, err, "404 NoSuchKey")
	_, err = client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: bucket, Key: aws.String("none")})
	expectRefusal(t, err, "404 NotFound")
}

func Test_objects_come_in_ranges(t *testing.T) {
	bucket := newBucket(t)
	put(t, bucket, "a", []byte("0123456789"))
	for asked, want := range map[string]string{"bytes=2-4": "234", "bytes=7-": "789", "bytes=-2": "89", "bytes=8-99": "89"} {
		output, got := get(t, bucket, "a", func(in *s3.GetObjectInput) { in.Range = aws.String(asked) })
		expect(t, asked, string(got), want)
		expect(t, "length", *output.ContentLength, int64(len(want)))
	}
	_, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String("a"), Range: aws.String("bytes=10-")})
	expectRefusal(t, err, "416 InvalidRange")
}

func Test_objects_are_got_and_put_under_conditions(t *testing.T) {
	bucket := newBucket(t)
	etag := put(t, bucket, "a", []byte("a")).ETag
	_, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String("a"), IfNoneMatch: etag})
	expectRefusal(t, err, "304 NotModified")
	_, err = client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String("a"), IfMatch: aws.String(`"other"`)})
	expectRefusal(t, err, "412 PreconditionFailed")
	_, err = client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String("a"), IfUnmodifiedSince: aws.Time(time.Unix(0, 0))})
	expectRefusal(t, err, "412 PreconditionFailed")
	_, err = client.PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: aws.String("a"), IfNoneMatch: aws.String("*"), Body: strings.NewReader("b")})
	expectRefusal(t, err, "412 PreconditionFailed")
	_, err = client.PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: aws.String("a"), IfMatch: aws.String(`"other"`), Body: strings.NewReader("b")})
	expectRefusal(t, err, "412 PreconditionFailed")
	must(client.PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: aws.String("a"), IfMatch: etag, Body: strings.NewReader("b")}))(t)
}

func Test_objects_carry_checksums_of_every_kind(t *testing.T) {
	bucket := newBucket(t)
	body := made(70_000)
	for _, algorithm := range []types.ChecksumAlgorithm{"CRC32", "CRC32C", "CRC64NVME", "SHA1", "SHA256"} {
		key := string(algorithm)
		put(t, bucket, key, body, func(in *s3.PutObjectInput) { in.ChecksumAlgorithm = algorithm })
		output, got := get(t, bucket, key, func(in *s3.GetObjectInput) { in.ChecksumMode = types.ChecksumModeEnabled })
		expectBytes(t, got, body)
		expect(t, key, output.ChecksumType, types.ChecksumTypeFullObject)
		about := must(client.GetObjectAttributes(ctx, &s3.GetObjectAttributesInput{Bucket: bucket, Key: &key, ObjectAttributes: []types.ObjectAttributes{"Checksum", "ObjectSize", "ETag"}}))(t)
		expect(t, "size", *about.ObjectSize, 70_000)
		expect(t, "checksum", about.Checksum != nil, true)
	}
	_, err := client.PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: aws.String("a"), Body: strings.NewReader("a"), ChecksumCRC32: aws.String("AAAAAA==")})
	expectRefusal(t, err, "400 BadDigest")
}

// A body that cannot be read twice is sent with a trailer over https, and signed as a whole over http.
func Test_objects_are_put_with_trailers(t *testing.T) {
	bucket := newBucket(t)
	body := made(200_000)
	must(client.PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: aws.String("a"), Body: io.NewSectionReader(bytes.NewReader(body), 0, int64(len(body))), ChecksumAlgorithm: "SHA256"}))(t)
	_, got := get(t, bucket, "a")
	expectBytes(t, got, body)
}

func Test_objects_are_copied(t *testing.T) {
	bucket := newBucket(t)
	put(t, bucket, "from here+there", []byte("a"), func(in *s3.PutObjectInput) { in.Metadata = map[string]string{"a": "1"} })
	source := aws.String(*bucket + "/from%20here%2Bthere")
	must(client.CopyObject(ctx, &s3.CopyObjectInput{Bucket: bucket, Key: aws.String("to"), CopySource: source}))(t)
	output, got := get(t, bucket, "to")
	expect(t, "copy", string(got)+output.Metadata["a"], "a1")
	must(client.CopyObject(ctx, &s3.CopyObjectInput{Bucket: bucket, Key: aws.String("to"), CopySource: source, MetadataDirective: "REPLACE", Metadata: map[string]string{"b": "2"}}))(t)
	output, _ = get(t, bucket, "to")
	expect(t, "replaced", output.Metadata["a"]+output.Metadata["b"], "2")
	_, err := client.CopyObject(ctx, &s3.CopyObjectInput{Bucket: bucket, Key: aws.String("to"), CopySource: source, CopySourceIfMatch: aws.String(`"other"`)})
	expectRefusal(t, err, "412 PreconditionFailed")
	_, err = client.CopyObject(ctx, &s3.CopyObjectInput{Bucket: bucket, Key: aws.String("to"), CopySource: aws.String(*bucket + "/none")})
	expectRefusal(t, err, "404 NoSuchKey")
}

func Test_objects_are_listed_in_pages_and_folders(t *testing.T) {
	bucket := newBucket(t)
	for n := range 7 {
		put(t, bucket, fmt.Sprintf("d/%d", n), nil)
	}
	put(t, bucket, "e&<>", nil)
	pages, keys := 0, 0
	for paginator := s3.NewListObjectsV2Paginator(client, &s3.ListObjectsV2Input{Bucket: bucket, MaxKeys: aws.Int32(3)}); paginator.HasMorePages(); pages++ {
		keys += len(must(paginator.NextPage(ctx))(t).Contents)
	}
	expect(t, "pages and keys", fmt.Sprint(pages, keys), "3 8")
	folders := must(client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: bucket, Delimiter: aws.String("/")}))(t)
	expect(t, "folder", *folders.CommonPrefixes[0].Prefix, "d/")
	expect(t, "key", *folders.Contents[0].Key, "e&<>")
	older := must(client.ListObjects(ctx, &s3.ListObjectsInput{Bucket: bucket, Marker: aws.String("d/4"), Prefix: aws.String("d/")}))(t)
	expect(t, "after the marker", len(older.Contents), 2)
}

func Test_objects_are_deleted_one_by_one_and_many_at_once(t *testing.T) {
	bucket := newBucket(t)
	var objects []types.ObjectIdentifier
	for n := range 20 {
		key := fmt.Sprintf("a/%d é", n)
		put(t, bucket, key, nil)
		objects = append(objects, types.ObjectIdentifier{Key: &key})
	}
	must(client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: bucket, Key: objects[0].Key}))(t)
	deleted := must(client.DeleteObjects(ctx, &s3.DeleteObjectsInput{Bucket: bucket, Delete: &types.Delete{Objects: objects}}))(t)
	expect(t, "deleted", len(deleted.Deleted), 20)
	expect(t, "left", *must(client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: bucket}))(t).KeyCount, 0)
}

func Test_objects_have_tags(t *testing.T) {
	bucket := newBucket(t)
	put(t, bucket, "a", nil, func(in *s3.PutObjectInput) { in.Tagging = aws.String("kind=film&year=1962") })
	key := aws.String("a")
	expect(t, "tags", len(must(client.GetObjectTagging(ctx, &s3.GetObjectTaggingInput{Bucket: bucket, Key: key}))(t).TagSet), 2)
	must(client.PutObjectTagging(ctx, &s3.PutObjectTaggingInput{Bucket: bucket, Key: key, Tagging: &types.Tagging{TagSet: []types.Tag{{Key: aws.String("b"), Value: aws.String("c d")}}}}))(t)
	expect(t, "tag", *must(client.GetObjectTagging(ctx, &s3.GetObjectTaggingInput{Bucket: bucket, Key: key}))(t).TagSet[0].Value, "c d")
	must(client.DeleteObjectTagging(ctx, &s3.DeleteObjectTaggingInput{Bucket: bucket, Key: key}))(t)
}

func Test_objects_have_versions(t *testing.T) {
	bucket := versioned(t)
	first := put(t, bucket, "a", []byte("one")).VersionId
	put(t, bucket, "a", []byte("two"))
	_, got := get(t, bucket, "a", func(in *s3.GetObjectInput) { in.VersionId = first })
	expect(t, "first", string(got), "one")
	marker := must(client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: bucket, Key: aws.String("a")}))(t)
	expect(t, "marker", *marker.DeleteMarker, true)
	_, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String("a")})
	expectRefusal(t, err, "404 NoSuchKey")
	listed := must(client.ListObjectVersions(ctx, &s3.ListObjectVersionsInput{Bucket: bucket}))(t)
	expect(t, "versions and markers", fmt.Sprint(len(listed.Versions), len(listed.DeleteMarkers)), "2 1")
	must(client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: bucket, Key: aws.String("a"), VersionId: marker.VersionId}))(t)
	_, got = get(t, bucket, "a")
	expect(t, "again", string(got), "two")
}

func Test_nobody_is_let_in_with_another_secret(t *testing.T) {
	bucket := newBucket(t)
	for want, keys := range map[string]aws.CredentialsProvider{
		"403 AccessDenied":          aws.AnonymousCredentials{},
		"403 SignatureDoesNotMatch": credentials.NewStaticCredentialsProvider(os.Getenv("AWS_ACCESS_KEY_ID"), "other", ""),
		"403 InvalidAccessKeyId":    credentials.NewStaticCredentialsProvider("other", "other", ""),
	} {
		wrong := newClient(func(o *s3.Options) { o.Credentials = keys })
		_, err := wrong.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: bucket})
		expectRefusal(t, err, want)
	}
}
