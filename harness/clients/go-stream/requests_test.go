package stream

import (
	"encoding/json"
	"net/url"
	"strings"
	"testing"
	"time"
)

const (
	storages = "/api/v2/external_storage"
	video    = "/api/v2/video"
	weekly   = video + "/call/allhands/weekly"
)

type object = map[string]any

type recording struct {
	Filename  string    `json:"filename"`
	URL       string    `json:"url"`
	SessionID string    `json:"session_id"`
	StartTime timestamp `json:"start_time"`
	EndTime   timestamp `json:"end_time"`
}

func myS3(name string) object {
	return object{
		"name": name, "storage_type": "s3", "bucket": "my-bucket", "path": "directory_name/",
		"aws_s3": object{"s3_region": "us-east-1", "s3_api_key": "my-access-key", "s3_secret": "my-secret"},
	}
}

func Test_storages_are_created_checked_listed_and_deleted_with_a_body_of_null(t *testing.T) {
	c := newClient(t, "STUNTDOUBLE_URL")
	c.must("POST", storages, myS3("my-s3"), nil)
	var check struct {
		FileURL string `json:"file_url"`
	}
	c.must("GET", storages+"/my-s3/check", nil, &check)
	if !strings.Contains(check.FileURL, "/my-bucket/directory_name/stream-") {
		t.Fatal(check.FileURL)
	}
	var list struct {
		ExternalStorages map[string]struct{ Name, Type, Bucket, Path string } `json:"external_storages"`
	}
	c.must("GET", storages, nil, &list)
	if stored := list.ExternalStorages["my-s3"]; stored.Type != "s3" || stored.Path != "directory_name/" {
		t.Fatalf("%+v", list)
	}
	c.must("DELETE", storages+"/my-s3", nil, nil)
	c.refused("DELETE", storages+"/my-s3", nil, 404,
		`DeleteExternalStorage failed with error: "external storage "my-s3" does not exist"`)
}

func Test_a_blank_in_a_path_is_a_plus(t *testing.T) {
	c := newClient(t, "STUNTDOUBLE_URL")
	c.must("POST", storages, myS3("my storage"), nil)
	escaped := url.QueryEscape("my storage")
	if escaped != "my+storage" {
		t.Fatal(escaped)
	}
	c.must("GET", storages+"/"+escaped+"/check", nil, nil)
	c.must("DELETE", storages+"/"+escaped, nil, nil)
}

func Test_errors_have_the_types_of_the_SDK(t *testing.T) {
	c := newClient(t, "STUNTDOUBLE_URL")
	storage := myS3("elsewhere")
	storage["bucket"] = "no-such-bucket"
	c.must("POST", storages, storage, nil)
	refusal := c.ask("GET", storages+"/elsewhere/check", nil, nil).(*apiError)
	if refusal.StatusCode != 400 || refusal.Code != 4 || refusal.ExceptionFields["provider_code"] != "NoSuchBucket" || refusal.Details == nil {
		t.Fatalf("%+v", refusal)
	}
	c.must("POST", video+"/call/default/demo-1", object{"data": object{"created_by_id": "john"}}, nil)
	c.refused("DELETE", video+"/call/default/demo-1/random_session/recordings/random_filename", nil, 404,
		`DeleteRecording failed with error: "recording doesn't exist"`)
	c.refused("POST", video+"/call/default/demo-1/recordings/composite/start", nil, 400,
		`StartRecording failed with error: "there is no active session"`)
	c.refused("POST", video+"/call/default/demo-1/stop_frame_recording", nil, 400,
		`StopFrameRecording failed with error: "call egress is not running"`)
}

func Test_call_types_are_updated_with_dates_that_are_whole_nanoseconds(t *testing.T) {
	c := newClient(t, "STUNTDOUBLE_URL")
	before := time.Now().Add(-time.Minute)
	c.must("POST", video+"/calltypes", object{"name": "allhands"}, nil)
	var callType struct {
		CreatedAt timestamp           `json:"created_at"`
		Grants    map[string][]string `json:"grants"`
	}
	c.must("PUT", video+"/calltypes/allhands", object{"grants": object{"host": []string{"join-backstage"}}}, &callType)
	if len(callType.Grants["host"]) != 1 || callType.CreatedAt.time().Before(before) {
		t.Fatalf("%+v", callType)
	}
	c.must("DELETE", video+"/calltypes/allhands", nil, nil)
}

func Test_a_call_that_is_deleted_for_good_is_a_task(t *testing.T) {
	c := newClient(t, "STUNTDOUBLE_URL")
	c.must("POST", video+"/call/default/demo-1", object{"data": object{"created_by_id": "john"}}, nil)
	var deleted struct {
		TaskID string `json:"task_id"`
	}
	c.must("POST", video+"/call/default/demo-1/delete", object{"hard": true}, &deleted)
	var task struct {
		Status string `json:"status"`
		Result map[string]struct{ Status string }
	}
	for tries := 0; tries < 100 && task.Status != "completed"; tries++ {
		c.must("GET", "/api/v2/tasks/"+deleted.TaskID, nil, &task)
		time.Sleep(50 * time.Millisecond)
	}
	if task.Result["default:demo-1"].Status != "ok" {
		t.Fatalf("%+v", task)
	}
}

// record makes a recording of two and a half hours in a call of a type that has a storage.
func record(c *client, app *application) []recording {
	c.must("POST", storages, myS3("my-s3"), nil)
	c.must("POST", video+"/calltypes", object{"name": "allhands", "external_storage": "my-s3"}, nil)
	c.must("PATCH", "/api/v2/app", object{"webhook_url": app.URL}, nil)
	c.must("POST", weekly, object{"data": object{"created_by_id": "john"}}, nil)
	c.asUser("john").must("POST", weekly+"/join", object{"location": "FRA"}, nil)
	c.must("POST", weekly+"/recordings/composite/start", nil, nil)
	c.advance(150 * time.Minute)
	c.must("POST", weekly+"/mark_ended", nil, nil)
	c.advance(2 * time.Minute)
	var list struct {
		Recordings []recording `json:"recordings"`
	}
	c.must("GET", weekly+"/recordings", nil, &list)
	return list.Recordings
}

func Test_a_recording_of_two_and_a_half_hours_is_two_files_and_their_webhooks_are_read_in_nanoseconds(t *testing.T) {
	c, app := newClient(t, "STUNTDOUBLE_NANOSECONDS_URL"), newApplication(t)
	recordings := record(c, app)
	if len(recordings) != 2 || recordings[0].EndTime.time().Sub(recordings[0].StartTime.time()) != 2*time.Hour {
		t.Fatalf("%+v", recordings)
	}
	for part, each := range app.waitFor(t, "call.recording_ready", 2) {
		var event struct {
			CreatedAt     timestamp `json:"created_at"`
			CallRecording recording `json:"call_recording"`
		}
		if err := json.Unmarshal(each.body, &event); err != nil {
			t.Fatal(err)
		}
		if !each.verified() || event.CallRecording != recordings[part] {
			t.Fatalf("%+v", event)
		}
	}
}

func Test_webhooks_as_production_sends_them_are_signed_and_not_read_by_the_typed_parser(t *testing.T) {
	c, app := newClient(t, "STUNTDOUBLE_URL"), newApplication(t)
	record(c, app)
	for _, each := range app.waitFor(t, "call.recording_ready", 2) {
		var event struct {
			CreatedAt timestamp `json:"created_at"`
		}
		if err := json.Unmarshal(each.body, &event); !each.verified() || err == nil {
			t.Fatalf("%v %s", err, each.body)
		}
	}
}
