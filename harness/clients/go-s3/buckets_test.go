package gos3

import (
	"testing"
	"time"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/aws/aws-sdk-go-v2/service/s3/types"
)

func Test_buckets_come_and_go(t *testing.T) {
	bucket := newBucket(t)
	expect(t, "region", *must(client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: bucket}))(t).BucketRegion, "us-east-1")
	found := false
	for _, each := range must(client.ListBuckets(ctx, &s3.ListBucketsInput{}))(t).Buckets {
		found = found || *each.Name == *bucket
	}
	expect(t, "listed", found, true)
	put(t, bucket, "a", []byte("a"))
	_, err := client.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: bucket})
	expectRefusal(t, err, "409 BucketNotEmpty")
	must(client.DeleteObject(ctx, &s3.DeleteObjectInput{Bucket: bucket, Key: aws.String("a")}))(t)
	must(client.DeleteBucket(ctx, &s3.DeleteBucketInput{Bucket: bucket}))(t)
	_, err = client.HeadBucket(ctx, &s3.HeadBucketInput{Bucket: bucket})
	expectRefusal(t, err, "404 NotFound")
	_, err = client.ListObjectsV2(ctx, &s3.ListObjectsV2Input{Bucket: bucket})
	expectRefusal(t, err, "404 NoSuchBucket")
	_, err = client.CreateBucket(ctx, &s3.CreateBucketInput{Bucket: aws.String("No_Name")})
	expectRefusal(t, err, "400 InvalidBucketName")
}

func Test_buckets_are_where_they_were_made(t *testing.T) {
	bucket := aws.String(*newBucket(t) + "-far")
	must(client.CreateBucket(ctx, &s3.CreateBucketInput{
		Bucket: bucket,
		CreateBucketConfiguration: &types.CreateBucketConfiguration{
			LocationConstraint: types.BucketLocationConstraintEuCentral1,
		},
	}))(t)
	far := newClient(func(o *s3.Options) { o.Region = "eu-central-1" })
	located := must(far.GetBucketLocation(ctx, &s3.GetBucketLocationInput{Bucket: bucket}))(t)
	expect(t, "location", located.LocationConstraint, types.BucketLocationConstraintEuCentral1)
}

func Test_buckets_keep_CORS(t *testing.T) {
	bucket := newBucket(t)
	_, err := client.GetBucketCors(ctx, &s3.GetBucketCorsInput{Bucket: bucket})
	expectRefusal(t, err, "404 NoSuchCORSConfiguration")
	must(client.PutBucketCors(ctx, &s3.PutBucketCorsInput{Bucket: bucket, CORSConfiguration: &types.CORSConfiguration{
		CORSRules: []types.CORSRule{{AllowedMethods: []string{"GET", "PUT"}, AllowedOrigins: []string{"https://*.example.com"}, AllowedHeaders: []string{"*"}, ExposeHeaders: []string{"ETag"}, MaxAgeSeconds: aws.Int32(60)}},
	}}))(t)
	rules := must(client.GetBucketCors(ctx, &s3.GetBucketCorsInput{Bucket: bucket}))(t).CORSRules
	expect(t, "rules", len(rules), 1)
	expect(t, "origin", rules[0].AllowedOrigins[0], "https://*.example.com")
	must(client.DeleteBucketCors(ctx, &s3.DeleteBucketCorsInput{Bucket: bucket}))(t)
}

func Test_buckets_keep_a_lifecycle(t *testing.T) {
	bucket := newBucket(t)
	must(client.PutBucketLifecycleConfiguration(ctx, &s3.PutBucketLifecycleConfigurationInput{
		Bucket: bucket,
		LifecycleConfiguration: &types.BucketLifecycleConfiguration{Rules: []types.LifecycleRule{{
			ID:         aws.String("old"),
			Status:     types.ExpirationStatusEnabled,
			Filter:     &types.LifecycleRuleFilter{Prefix: aws.String("old/")},
			Expiration: &types.LifecycleExpiration{Days: aws.Int32(30)},
		}}},
	}))(t)
	rules := must(client.GetBucketLifecycleConfiguration(ctx, &s3.GetBucketLifecycleConfigurationInput{Bucket: bucket}))(t).Rules
	expect(t, "days", *rules[0].Expiration.Days, 30)
	put(t, bucket, "old/a", []byte("a"))
	head := must(client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: bucket, Key: aws.String("old/a")}))(t)
	expect(t, "told of its expiry", head.Expiration != nil, true)
	must(client.DeleteBucketLifecycle(ctx, &s3.DeleteBucketLifecycleInput{Bucket: bucket}))(t)
	_, err := client.GetBucketLifecycleConfiguration(ctx, &s3.GetBucketLifecycleConfigurationInput{Bucket: bucket})
	expectRefusal(t, err, "404 NoSuchLifecycleConfiguration")
}

func Test_buckets_keep_tags(t *testing.T) {
	bucket := newBucket(t)
	_, err := client.GetBucketTagging(ctx, &s3.GetBucketTaggingInput{Bucket: bucket})
	expectRefusal(t, err, "404 NoSuchTagSet")
	tags := []types.Tag{{Key: aws.String("team"), Value: aws.String("été")}}
	must(client.PutBucketTagging(ctx, &s3.PutBucketTaggingInput{Bucket: bucket, Tagging: &types.Tagging{TagSet: tags}}))(t)
	got := must(client.GetBucketTagging(ctx, &s3.GetBucketTaggingInput{Bucket: bucket}))(t).TagSet
	expect(t, "tag", *got[0].Key+"="+*got[0].Value, "team=été")
	must(client.DeleteBucketTagging(ctx, &s3.DeleteBucketTaggingInput{Bucket: bucket}))(t)
}

func Test_buckets_are_opened_by_a_policy(t *testing.T) {
	bucket := newBucket(t)
	put(t, bucket, "a", []byte("open"))
	_, err := client.GetBucketPolicy(ctx, &s3.GetBucketPolicyInput{Bucket: bucket})
	expectRefusal(t, err, "404 NoSuchBucketPolicy")
	url := *client.Options().BaseEndpoint + "/" + *bucket + "/a"
	status, _ := fetch(t, "GET", url, nil, nil)
	expect(t, "closed", status, 403)
	policy := `{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::` + *bucket + `/*"}]}`
	must(client.PutBucketPolicy(ctx, &s3.PutBucketPolicyInput{Bucket: bucket, Policy: &policy}))(t)
	expect(t, "policy", *must(client.GetBucketPolicy(ctx, &s3.GetBucketPolicyInput{Bucket: bucket}))(t).Policy, policy)
	expect(t, "public", *must(client.GetBucketPolicyStatus(ctx, &s3.GetBucketPolicyStatusInput{Bucket: bucket}))(t).PolicyStatus.IsPublic, true)
	status, body := fetch(t, "GET", url, nil, nil)
	expect(t, "open", status, 200)
	expect(t, "body", string(body), "open")
	must(client.DeleteBucketPolicy(ctx, &s3.DeleteBucketPolicyInput{Bucket: bucket}))(t)
}

func Test_buckets_are_waited_for(t *testing.T) {
	bucket := newBucket(t)
	if err := s3.NewBucketExistsWaiter(client).Wait(ctx, &s3.HeadBucketInput{Bucket: bucket}, time.Second); err != nil {
		t.Fatal(err)
	}
	if err := s3.NewObjectNotExistsWaiter(client).Wait(ctx, &s3.HeadObjectInput{Bucket: bucket, Key: aws.String("a")}, time.Second); err != nil {
		t.Fatal(err)
	}
}
