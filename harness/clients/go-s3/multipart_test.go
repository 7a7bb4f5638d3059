package gos3

import (
	"bytes"
	"io"
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/feature/s3/manager"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

const mebibyte = 1024 * 1024

func Test_uploads_in_parts_make_one_object(t *testing.T) {
	bucket := newBucket(t)
	key := aws.String("a")
	body := made(6 * mebibyte)
	upload := must(client.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: bucket, Key: key, ContentType: aws.String("video/mp4")}))(t).UploadId
	var parts []types.CompletedPart
	for n, piece := range [][]byte{body[:5*mebibyte], body[5*mebibyte:]} {
		number := aws.Int32(int32(n + 1))
		part := must(client.UploadPart(ctx, &s3.UploadPartInput{Bucket: bucket, Key: key, UploadId: upload, PartNumber: number, Body: bytes.NewReader(piece)}))(t)
		parts = append(parts, types.CompletedPart{ETag: part.ETag, PartNumber: number, ChecksumCRC32: part.ChecksumCRC32})
	}
	expect(t, "parts", len(must(client.ListParts(ctx, &s3.ListPartsInput{Bucket: bucket, Key: key, UploadId: upload}))(t).Parts), 2)
	expect(t, "uploads", len(must(client.ListMultipartUploads(ctx, &s3.ListMultipartUploadsInput{Bucket: bucket}))(t).Uploads), 1)
	must(client.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{Bucket: bucket, Key: key, UploadId: upload, MultipartUpload: &types.CompletedMultipartUpload{Parts: parts}}))(t)
	output, got := get(t, bucket, "a")
	expectBytes(t, got, body)
	expect(t, "type", *output.ContentType, "video/mp4")
	second, piece := get(t, bucket, "a", func(in *s3.GetObjectInput) { in.PartNumber = aws.Int32(2) })
	expectBytes(t, piece, body[5*mebibyte:])
	expect(t, "count", *second.PartsCount, 2)
}

func Test_uploads_in_parts_can_copy_and_can_be_given_up(t *testing.T) {
	bucket := newBucket(t)
	key := aws.String("a")
	put(t, bucket, "source", []byte("0123456789"))
	upload := must(client.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: bucket, Key: key}))(t).UploadId
	copied := must(client.UploadPartCopy(ctx, &s3.UploadPartCopyInput{Bucket: bucket, Key: key, UploadId: upload, PartNumber: aws.Int32(1), CopySource: aws.String(*bucket + "/source"), CopySourceRange: aws.String("bytes=2-4")}))(t)
	must(client.CompleteMultipartUpload(ctx, &s3.CompleteMultipartUploadInput{Bucket: bucket, Key: key, UploadId: upload, MultipartUpload: &types.CompletedMultipartUpload{Parts: []types.CompletedPart{{ETag: copied.CopyPartResult.ETag, PartNumber: aws.Int32(1)}}}}))(t)
	_, got := get(t, bucket, "a")
	expect(t, "copied", string(got), "234")

	given := must(client.CreateMultipartUpload(ctx, &s3.CreateMultipartUploadInput{Bucket: bucket, Key: key}))(t).UploadId
	must(client.AbortMultipartUpload(ctx, &s3.AbortMultipartUploadInput{Bucket: bucket, Key: key, UploadId: given}))(t)
	_, err := client.UploadPart(ctx, &s3.UploadPartInput{Bucket: bucket, Key: key, UploadId: given, PartNumber: aws.Int32(1), Body: bytes.NewReader([]byte("a"))})
	expectRefusal(t, err, "404 NoSuchUpload")
}

func Test_the_upload_and_download_managers_move_large_objects(t *testing.T) {
	bucket := newBucket(t)
	body := made(17*mebibyte + 3)
	uploader := manager.NewUploader(client, func(u *manager.Uploader) { u.PartSize, u.Concurrency = 5*mebibyte, 3 })
	// A stream without a length.
	must(uploader.Upload(ctx, &s3.PutObjectInput{Bucket: bucket, Key: aws.String("a"), Body: io.MultiReader(bytes.NewReader(body))}))(t)
	buffer := manager.NewWriteAtBuffer(nil)
	downloader := manager.NewDownloader(client, func(d *manager.Downloader) { d.PartSize, d.Concurrency = 4*mebibyte, 3 })
	must(downloader.Download(ctx, buffer, &s3.GetObjectInput{Bucket: bucket, Key: aws.String("a")}))(t)
	expectBytes(t, buffer.Bytes(), body)
}

func Test_presigned_URLs_read_and_write(t *testing.T) {
	bucket := newBucket(t)
	presigner := s3.NewPresignClient(client)
	body := made(100_000)
	puts := must(presigner.PresignPutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: aws.String("a é"), ContentType: aws.String("video/mp4")}))(t)
	status, _ := fetch(t, puts.Method, puts.URL, puts.SignedHeader, body)
	expect(t, "put", status, 200)
	gets := must(presigner.PresignGetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: aws.String("a é")}, s3.WithPresignExpires(time.Minute)))(t)
	status, got := fetch(t, gets.Method, gets.URL, gets.SignedHeader, nil)
	expect(t, "get", status, 200)
	expectBytes(t, got, body)
	status, _ = fetch(t, "DELETE", gets.URL, nil, nil)
	expect(t, "another method", status, 403)
}
