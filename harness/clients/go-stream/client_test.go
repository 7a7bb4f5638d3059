// Package stream makes the requests of getstream-go as its releases make them, with Go's own libraries: the module
// proxy does not hand out the SDK itself. What Go makes of an answer (whole numbers for dates, texts in maps) is the SDK's too.
package stream

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"
)

// timestamp is a date of the SDK's models: whole nanoseconds, and nothing else.
type timestamp int64

func (t timestamp) time() time.Time { return time.Unix(0, int64(t)) }

// apiError has the types of the SDK's error.
type apiError struct {
	Code            int               `json:"code"`
	Message         string            `json:"message"`
	StatusCode      int               `json:"StatusCode"`
	Duration        string            `json:"duration"`
	MoreInfo        string            `json:"more_info"`
	Details         []int             `json:"details"`
	ExceptionFields map[string]string `json:"exception_fields"`
}

func (e *apiError) Error() string { return e.Message }

type client struct {
	t     *testing.T
	url   string
	token string
}

var key, secret = os.Getenv("STREAM_API_KEY"), os.Getenv("STREAM_API_SECRET")

// newClient begins the world main anew.
func newClient(t *testing.T, variable string) *client {
	c := &client{t: t, url: os.Getenv(variable), token: token(map[string]any{"server": true})}
	c.control("POST", "/reset", nil)
	return c
}

func token(claims map[string]any) string {
	payload, _ := json.Marshal(claims)
	encode := base64.RawURLEncoding.EncodeToString
	text := encode([]byte(`{"alg":"HS256","typ":"JWT"}`)) + "." + encode(payload)
	return text + "." + encode(sign([]byte(text)))
}

func sign(text []byte) []byte {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write(text)
	return mac.Sum(nil)
}

// ask sends a body with every POST, PUT, PATCH and DELETE: null where there is nothing to say, as the SDK does.
func (c *client) ask(method, path string, body, answer any) error {
	var reader io.Reader
	if method != http.MethodGet {
		text, err := json.Marshal(body)
		if err != nil {
			c.t.Fatal(err)
		}
		reader = bytes.NewReader(text)
	}
	request, _ := http.NewRequest(method, c.url+path+"?api_key="+url.QueryEscape(key), reader)
	request.Header.Set("Authorization", c.token)
	request.Header.Set("stream-auth-type", "jwt")
	request.Header.Set("X-Stream-Client", "stream-go-client-v5.3.0")
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	defer response.Body.Close()
	text, _ := io.ReadAll(response.Body)
	if response.StatusCode >= 399 {
		refusal := &apiError{}
		if err := json.Unmarshal(text, refusal); err != nil {
			c.t.Fatalf("%s: %v", text, err)
		}
		return refusal
	}
	if answer == nil {
		answer = &struct{}{}
	}
	if err := json.Unmarshal(text, answer); err != nil {
		c.t.Fatalf("%s %s: %v in %s", method, path, err, text)
	}
	return nil
}

// must fails the test where the request is refused.
func (c *client) must(method, path string, body, answer any) {
	c.t.Helper()
	if err := c.ask(method, path, body, answer); err != nil {
		c.t.Fatalf("%s %s: %v", method, path, err)
	}
}

// refused fails the test unless the request is refused so.
func (c *client) refused(method, path string, body any, status int, message string) {
	c.t.Helper()
	refusal, ok := c.ask(method, path, body, nil).(*apiError)
	if !ok || refusal.StatusCode != status || refusal.Message != message {
		c.t.Fatalf("%s %s: %+v, and not %d %s", method, path, refusal, status, message)
	}
}

func (c *client) control(method, path string, body any) {
	c.t.Helper()
	text := []byte{}
	if body != nil {
		text, _ = json.Marshal(body)
	}
	request, _ := http.NewRequest(method, c.url+"/_stuntdouble"+path, bytes.NewReader(text))
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		c.t.Fatal(err)
	}
	response.Body.Close()
	if response.StatusCode >= 400 {
		c.t.Fatalf("%s %s: %s", method, path, response.Status)
	}
}

func (c *client) advance(by time.Duration) {
	c.control("POST", "/clock/advance", map[string]any{"ms": by.Milliseconds()})
}

// asUser is a client with the token of a user.
func (c *client) asUser(id string) *client {
	return &client{t: c.t, url: c.url, token: token(map[string]any{"user_id": id, "iat": time.Now().Unix() - 5})}
}

type delivery struct {
	headers http.Header
	body    []byte
}

// verified is what VerifyWebhook does.
func (d delivery) verified() bool {
	return hmac.Equal([]byte(hex.EncodeToString(sign(d.body))), []byte(d.headers.Get("X-Signature")))
}

func (d delivery) kind() string {
	var event struct {
		Type string `json:"type"`
	}
	_ = json.Unmarshal(d.body, &event)
	return event.Type
}

// application hears webhooks.
type application struct {
	*httptest.Server
	sync.Mutex
	told []delivery
}

func newApplication(t *testing.T) *application {
	app := &application{}
	app.Server = httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		app.Lock()
		defer app.Unlock()
		app.told = append(app.told, delivery{r.Header, body})
	}))
	t.Cleanup(app.Close)
	return app
}

func (app *application) waitFor(t *testing.T, kind string, count int) []delivery {
	t.Helper()
	for until := time.Now().Add(30 * time.Second); time.Now().Before(until); time.Sleep(20 * time.Millisecond) {
		app.Lock()
		heard := []delivery{}
		for _, each := range app.told {
			if each.kind() == kind {
				heard = append(heard, each)
			}
		}
		app.Unlock()
		if len(heard) >= count {
			return heard
		}
	}
	t.Fatal(fmt.Sprintf("%d %s did not arrive", count, kind))
	return nil
}
