// Reads one URL as fast as a fixed number of connections can, and measures the floor under it: Go's own HTTPS server
// answering the same bytes from memory.
//
//	http_read -floor -cert FILE -key FILE -body FILE            serves, prints its port
//	http_read -legs NAME=URL=PID,... -token TOKEN [-seconds N]  one JSON line per leg and round
package main

import (
	"crypto/tls"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"sort"
	"strconv"
	"strings"
	"sync"
	"time"
)

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "http_read:", err)
		os.Exit(1)
	}
}

func serve(cert, key, body string) {
	bytes, err := os.ReadFile(body)
	fail(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	fail(err)
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	handler := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		w.Write(bytes)
	})
	// Go's client opens connections that it then does not need.
	server := http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0)}
	fail(server.ServeTLS(listener, cert, key))
}

// CPU seconds of a process, from its start; ticks are 10 ms on Linux.
func cpu(pid string) float64 {
	text, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return 0
	}
	fields := strings.Fields(string(text[strings.LastIndex(string(text), ")")+1:]))
	user, _ := strconv.ParseFloat(fields[11], 64)
	system, _ := strconv.ParseFloat(fields[12], 64)
	return (user + system) / 100
}

type line struct {
	Workload    string  `json:"workload"`
	Leg         string  `json:"leg"`
	Connections int     `json:"connections"`
	Round       int     `json:"round"`
	PerSecond   float64 `json:"requests_per_s"`
	CPU         float64 `json:"server_cpu_us_per_request"`
	P50         float64 `json:"p50_us"`
	P99         float64 `json:"p99_us"`
	Load        string  `json:"load"`
}

func load(leg, url, pid, token string, connections, round int, seconds float64) line {
	transport := &http.Transport{
		TLSClientConfig:     &tls.Config{InsecureSkipVerify: true},
		MaxIdleConnsPerHost: connections,
		TLSNextProto:        map[string]func(string, *tls.Conn) http.RoundTripper{},
	}
	client := &http.Client{Transport: transport, Timeout: 30 * time.Second}
	defer transport.CloseIdleConnections()
	ask := func() time.Duration {
		request, err := http.NewRequest("GET", url, nil)
		fail(err)
		request.Header.Set("Authorization", "Bearer "+token)
		start := time.Now()
		response, err := client.Do(request)
		fail(err)
		_, err = io.Copy(io.Discard, response.Body)
		fail(err)
		response.Body.Close()
		if response.StatusCode != 200 {
			fail(fmt.Errorf("%s answers %d", leg, response.StatusCode))
		}
		return time.Since(start)
	}
	var group sync.WaitGroup
	times := make([][]time.Duration, connections)
	// Handshakes and caches are not what is measured.
	for warm := 0; warm < connections*4; warm++ {
		ask()
	}
	before, start := cpu(pid), time.Now()
	end := start.Add(time.Duration(seconds * float64(time.Second)))
	for i := 0; i < connections; i++ {
		group.Add(1)
		go func(i int) {
			defer group.Done()
			for time.Now().Before(end) {
				times[i] = append(times[i], ask())
			}
		}(i)
	}
	group.Wait()
	elapsed := time.Since(start).Seconds()
	var all []time.Duration
	for _, part := range times {
		all = append(all, part...)
	}
	sort.Slice(all, func(a, b int) bool { return all[a] < all[b] })
	average, _ := os.ReadFile("/proc/loadavg")
	micro := func(d time.Duration) float64 { return float64(d.Microseconds()) }
	return line{
		"http-read", leg, connections, round, float64(len(all)) / elapsed,
		(cpu(pid) - before) * 1e6 / float64(len(all)), micro(all[len(all)/2]), micro(all[len(all)*99/100]),
		strings.TrimSpace(string(average)),
	}
}

func main() {
	floor := flag.Bool("floor", false, "serve")
	cert, key, body := flag.String("cert", "", ""), flag.String("key", "", ""), flag.String("body", "", "")
	legs, token := flag.String("legs", "", ""), flag.String("token", "", "")
	seconds, rounds := flag.Float64("seconds", 3, ""), flag.Int("rounds", 3, "")
	flag.Parse()
	if *floor {
		serve(*cert, *key, *body)
		return
	}
	for round := 1; round <= *rounds; round++ {
		for _, connections := range []int{1, 16} {
			for _, leg := range strings.Split(*legs, ",") {
				parts := strings.Split(leg, "=")
				result := load(parts[0], parts[1], parts[2], *token, connections, round, *seconds)
				text, err := json.Marshal(result)
				fail(err)
				fmt.Println(string(text))
				fmt.Fprintf(os.Stderr, "%-10s %2d connections  %8.0f/s  %7.1f us CPU  p50 %6.0f us  p99 %6.0f us\n",
					result.Leg, connections, result.PerSecond, result.CPU, result.P50, result.P99)
			}
		}
	}
}
