// The buckets of a double by AWS's own SDK for Go, unmodified: AWS_ENDPOINT_URL_S3 and the usual variables say where.
package gos3

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"sync/atomic"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
	"github.com/aws/smithy-go"
	smithyhttp "github.com/aws/smithy-go/transport/http"
)

var ctx = context.Background()

func newClient(options ...func(*s3.Options)) *s3.Client {
	keys := credentials.NewStaticCredentialsProvider(os.Getenv("AWS_ACCESS_KEY_ID"), os.Getenv("AWS_SECRET_ACCESS_KEY"), "")
	all := append([]func(*s3.Options){func(o *s3.Options) {
		o.BaseEndpoint = aws.String(os.Getenv("AWS_ENDPOINT_URL_S3"))
		o.Credentials = keys
		o.Region = "us-east-1"
		o.UsePathStyle = true
	}}, options...)
	return s3.New(s3.Options{}, all...)
}

var client = newClient()

var count atomic.Int64

func newBucket(t *testing.T) *string {
	t.Helper()
	name := fmt.Sprintf("go-%d-%d", os.Getpid(), count.Add(1))
	if _, err := client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: &name}); err != nil {
		t.Fatal(err)
	}
	return &name
}

func must[T any](result T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
}

// "404 NoSuchKey"
func refusal(err error) string {
	var code smithy.APIError
	var response *smithyhttp.ResponseError
	if !errors.As(err, &code) || !errors.As(err, &response) {
		return fmt.Sprintf("not refused: %v", err)
	}
	return fmt.Sprintf("%d %s", response.HTTPStatusCode(), code.ErrorCode())
}

func expect[T comparable](t *testing.T, what string, got, want T) {
	t.Helper()
	if got != want {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func expectRefusal(t *testing.T, err error, want string) {
	t.Helper()
	expect(t, "refusal", refusal(err), want)
}

// No two pieces of it are alike.
func made(size int) []byte {
	text := make([]byte, size)
	state := uint32(size) + 1
	for at := range text {
		state = state*1664525 + 1013904223
		text[at] = byte(state >> 24)
	}
	return text
}

func put(t *testing.T, bucket *string, key string, body []byte, options ...func(*s3.PutObjectInput)) *s3.PutObjectOutput {
	t.Helper()
	input := &s3.PutObjectInput{Bucket: bucket, Key: &key, Body: bytes.NewReader(body)}
	for _, option := range options {
		option(input)
	}
	return must(client.PutObject(ctx, input))(t)
}

func get(t *testing.T, bucket *string, key string, options ...func(*s3.GetObjectInput)) (*s3.GetObjectOutput, []byte) {
	t.Helper()
	input := &s3.GetObjectInput{Bucket: bucket, Key: &key}
	for _, option := range options {
		option(input)
	}
	output := must(client.GetObject(ctx, input))(t)
	defer output.Body.Close()
	return output, must(io.ReadAll(output.Body))(t)
}

func expectBytes(t *testing.T, got, want []byte) {
	t.Helper()
	if !bytes.Equal(got, want) {
		t.Errorf("%d bytes are not the %d that were put", len(got), len(want))
	}
}

func versioned(t *testing.T) *string {
	bucket := newBucket(t)
	must(client.PutBucketVersioning(ctx, &s3.PutBucketVersioningInput{
		Bucket:                  bucket,
		VersioningConfiguration: &types.VersioningConfiguration{Status: types.BucketVersioningStatusEnabled},
	}))(t)
	return bucket
}

func fetch(t *testing.T, method, url string, header http.Header, body []byte) (int, []byte) {
	t.Helper()
	request := must(http.NewRequest(method, url, bytes.NewReader(body)))(t)
	for name, values := range header {
		if name != "Host" && name != "Content-Length" {
			request.Header[name] = values
		}
	}
	response := must(http.DefaultClient.Do(request))(t)
	defer response.Body.Close()
	return response.StatusCode, must(io.ReadAll(response.Body))(t)
}
