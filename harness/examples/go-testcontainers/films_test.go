package films

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/credentials"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	"github.com/testcontainers/testcontainers-go"
	"github.com/testcontainers/testcontainers-go/wait"
)

// stuntdouble starts a double, and answers the variables of its world main: TELESTREAM_…, DURACLOUD_…, STREAM_…, AWS_….
func stuntdouble(t *testing.T) map[string]string {
	ctx := context.Background()
	double, err := testcontainers.Run(ctx, "stuntdouble",
		testcontainers.WithExposedPorts("4600/tcp", "4601/tcp"),
		testcontainers.WithTmpfs(map[string]string{"/data": "rw"}),
		testcontainers.WithWaitStrategy(wait.ForHTTP("/_stuntdouble/ready").WithPort("4600/tcp")),
	)
	testcontainers.CleanupContainer(t, double)
	must(t, err)
	url, err := double.PortEndpoint(ctx, "4600/tcp", "http")
	must(t, err)
	buckets, err := double.PortEndpoint(ctx, "4601/tcp", "http")
	must(t, err)

	// So that the URLs of objects that it hands out lead to the published port.
	control(t, http.MethodPut, url+"/_stuntdouble/addresses", `{"s3Url": "`+buckets+`"}`)
	var world struct{ Env map[string]string }
	must(t, json.Unmarshal(control(t, http.MethodGet, url+"/_stuntdouble/worlds/main", ""), &world))
	return world.Env
}

func control(t *testing.T, method, url, body string) []byte {
	request, err := http.NewRequest(method, url, strings.NewReader(body))
	must(t, err)
	request.Header.Set("content-type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	must(t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(t, err)
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("%s %s: %s", method, url, text)
	}
	return text
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestFilmsAreKept(t *testing.T) {
	ctx := context.Background()
	env := stuntdouble(t)
	client := s3.New(s3.Options{
		BaseEndpoint: aws.String(env["AWS_ENDPOINT_URL_S3"]),
		Region:       env["AWS_REGION"],
		UsePathStyle: true,
		Credentials:  credentials.NewStaticCredentialsProvider(env["AWS_ACCESS_KEY_ID"], env["AWS_SECRET_ACCESS_KEY"], ""),
	})
	bucket, key := aws.String("my-bucket"), aws.String("film.mp4")
	_, err := client.PutObject(ctx, &s3.PutObjectInput{Bucket: bucket, Key: key, Body: strings.NewReader("a film")})
	must(t, err)
	kept, err := client.GetObject(ctx, &s3.GetObjectInput{Bucket: bucket, Key: key})
	must(t, err)
	defer kept.Body.Close()
	film, err := io.ReadAll(kept.Body)
	must(t, err)
	if string(film) != "a film" {
		t.Fatalf("It is now %q", film)
	}
}
