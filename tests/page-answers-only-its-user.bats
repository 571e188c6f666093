# The page and what it can do are for whoever was given its link, in a browser, from the page itself; no request does harm.
# shellcheck disable=SC2030,SC2031,SC2034 # each test has its own page

load helper
load page
load messages
setup() {
    begin_test
    record saved_tracks "$T1" "$(track t1 One 2025-01-01T00:00:00Z)" | store -q a.db
    serve_page a.db
}
teardown() {
    page_end
    end_test
}

# The HTTP status of raw bytes sent to the server.
raw() {
    python3 - "$PAGE" "$@" <<'PY'
import socket, sys
host, port = sys.argv[1][7:].split(":")
with socket.create_connection((host, int(port)), 20) as s:
    try:
        s.sendall(sys.argv[2].encode().decode("unicode_escape").encode("latin-1"))
    except OSError:
        pass
    s.settimeout(20)
    try:
        answer = s.recv(100)
    except OSError:
        answer = b""
print(answer.split(b" ")[1].decode() if answer else "closed")
PY
}

@test "the link works once, and the cookie opens the page also after a restart" {
    grep -q 'http-equiv="refresh" content="0;url=/"' welcome.html
    run -0 status_of /
    assert_output 200
    assert_equal "$(curl -s -o /dev/null -w '%{http_code}' "$LINK")" 401
    # Another link is printed for another browser.
    run -0 sed -n 's/^The page was opened.*: //p' serve.out
    assert_equal "$(curl -s -o /dev/null -w '%{http_code}' "$output")" 200

    local kept=$COOKIE port=${PAGE##*:}
    page_end
    serve_page a.db --port "$port"
    COOKIE=$kept
    assert_equal "$(status_of /api/session)" 200
}

@test "the cookie is for this server's own pages, and the answers are not kept or framed" {
    run -0 curl -s -D - -o /dev/null "$(sed -n 's/^The page was opened.*: //p' serve.out)"
    assert_line --regexp $'^Set-Cookie: spotify-sync-[0-9]+=[0-9a-f]{64}; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict\r?$'
    run -0 page / -D - -o /dev/null
    assert_line --regexp '^Cache-Control: no-store'
    assert_line --regexp "^Content-Security-Policy: default-src 'none'; script-src 'self'; style-src 'self'; .*frame-ancestors 'none'"
    assert_line --regexp '^X-Content-Type-Options: nosniff'
    assert_line --regexp '^Referrer-Policy: no-referrer'
}

@test "without the cookie, or with a stale one, nothing is answered and nothing is done" {
    local path name=${COOKIE%%=*}
    for COOKIE in '' "$name=" "$name=$(printf '0%.0s' {1..64})" "x$COOKIE" "${COOKIE}0"; do
        for path in / /api/session /api/sync/status /api/library/tracks /api/charts '/api/search?q=one' /no-such-page; do
            assert_equal "$path $(status_of "$path")" "$path 401"
        done
        assert_equal "$(post /api/sync '{}')" 401
        assert_equal "$(post /api/sync/cancel '{}')" 401
    done
    run -0 page /api/session
    assert_output '{"error":{"status":401,"message":"Open the page with the link that serve printed when it started."}}'
    [[ ! -e a.db.lock ]]
}

@test "a foreign Host, Origin or page is refused, whatever the cookie" {
    assert_equal "$(status_of /api/session -H 'Host: evil.example')" 421
    assert_equal "$(status_of /api/session -H "Host: evil.example:${PAGE##*:}")" 421
    assert_equal "$(status_of /api/session -H 'Host: 127.0.0.1')" 421
    assert_equal "$(status_of /api/session -H 'Host: 127.0.0.1:1')" 421
    assert_equal "$(status_of /api/session -H "Host: localhost:${PAGE##*:}")" 200
    assert_equal "$(status_of /api/session -H 'Origin: http://evil.example')" 403
    assert_equal "$(status_of /api/session -H 'Sec-Fetch-Site: same-site')" 403
    assert_equal "$(status_of /api/session -H 'Sec-Fetch-Site: same-origin')" 200
    assert_equal "$(post /api/sync '{}' http://evil.example)" 403
    assert_equal "$(post /api/sync '{}' null)" 403
    assert_equal "$(post /api/sync '{}' "$PAGE.evil.example")" 403
    assert_equal "$(post /api/sync '{}' "https${PAGE#http}")" 403
    assert_equal "$(status_of /api/sync -d '{}' -H 'Content-Type: application/json')" 403
    assert_equal "$(post /api/sync '{}' '' '' -H 'Sec-Fetch-Site: cross-site')" 403
    assert_equal "$(raw "GET / HTTP/1.1\\r\\nHost: ${PAGE#http://}\\r\\nHost: evil.example\\r\\n\\r\\n")" 421
    assert_equal "$(raw 'GET / HTTP/1.0\r\n\r\n')" 421
}

@test "only a POST of JSON changes anything" {
    assert_equal "$(status_of /api/sync)" 404
    assert_equal "$(status_of /api/sync/cancel)" 404
    assert_equal "$(post /api/sync '{}' '' text/plain)" 415
    assert_equal "$(post /api/sync '{}' '' application/x-www-form-urlencoded)" 415
    assert_equal "$(post /api/sync '{"full":')" 400
    assert_equal "$(post /api/sync '{"full":"yes"}')" 400
    assert_equal "$(post /api/sync '[1')" 400
    assert_equal "$(post / '{}')" 405
    assert_equal "$(status_of /api/session -X DELETE)" 405
    assert_equal "$(status_of /api/session -X OPTIONS)" 405
    [[ ! -e a.db.lock ]]
}

@test "no address leads to another file, and every wrong parameter gets a sentence" {
    local path
    for path in /../../../etc/passwd /%2e%2e/%2e%2e/etc/passwd //etc/passwd /index.html/.. /api/library/../session \
        /api/charts/..%2f..%2fcolumns /api/charts/../columns.csv /api/library/tracks%00 '/api/library/sqlite_schema' \
        '/api/library/tracks;drop'; do
        assert_regex "$path $(status_of "$path")" ' (404|400)$'
    done
    for path in '/api/library/tracks?sort=name;drop' '/api/library/tracks?sort=no_such' '/api/library/tracks?limit=501' \
        '/api/library/tracks?offset=-1' '/api/library/tracks?limit=1e3' '/api/library/tracks?q=%ff%f' \
        '/api/charts/top-tracks?from=2026-02-30' '/api/charts/top-tracks?from=yesterday' '/api/charts/top-tracks?by=name' \
        '/api/charts/top-tracks?from=2026-02-01&to=2026-01-01' '/api/charts/clock?zone=../../etc/passwd' \
        '/api/charts/clock?zone=Mars/Olympus' '/api/charts/clock?zone=/etc/localtime' '/api/changes?since=long%20ago'; do
        run -0 page "$path"
        assert_regex "$path $output" '"status":400,"message":"[^a-z].*[.]"'
    done
    assert_equal "$(status_of "/$(printf 'a%.0s' {1..6000})")" 414
}

@test "what is too large is refused or cut off, and the page goes on" {
    head -c 100000 /dev/zero | tr '\0' ' ' >large
    assert_regex "$(post /api/sync @large || true)" '^(000|413|100)$'
    assert_regex "$(raw "POST /api/sync HTTP/1.1\\r\\nHost: ${PAGE#http://}\\r\\nContent-Length: 99999999999999999999\\r\\n\\r\\n")" '^4|closed'
    assert_regex "$(raw "GET /$(printf 'a%.0s' {1..70000}) HTTP/1.1\\r\\n\\r\\n")" '^4|closed'
    assert_regex "$(raw "GET / HTTP/1.1\\r\\nX: $(printf 'a%.0s' {1..70000})\\r\\n\\r\\n")" '^4|closed'
    assert_regex "$(raw '\0\1\2\r\n\r\n')" '^4|closed'
    assert_equal "$(status_of /api/session)" 200
}

@test "a thousand connections of others do not keep the user out" {
    python3 - "$PAGE" "$COOKIE" <<'PY'
import http.client, socket, sys
host, port = sys.argv[1][7:].split(":")
user = http.client.HTTPConnection(host, int(port), timeout=60)
def ask():
    user.request("GET", "/api/session", headers={"Cookie": sys.argv[2]})
    answer = user.getresponse()
    answer.read()
    assert answer.status == 200, answer.status
ask()
others = []
for i in range(1000):
    s = socket.create_connection((host, int(port)), 60)
    s.sendall(b"GET / HTTP/1.1\r\nHost: " + b"x" * (i % 50))
    others.append(s)
    if i % 100 == 99:
        ask()
ask()
again = http.client.HTTPConnection(host, int(port), timeout=60)
again.request("GET", "/api/session", headers={"Cookie": sys.argv[2]})
assert again.getresponse().status == 200
PY
}

@test "a body without an end is cut off, and so is a request of which a byte comes now and then" {
    run -0 python3 - "$PAGE" "$COOKIE" <<'PY'
import socket, sys
host = sys.argv[1][7:]
with socket.create_connection(host.split(":"), 60) as s:
    s.sendall(f"POST /api/sync HTTP/1.1\r\nHost: {host}\r\nOrigin: http://{host}\r\nCookie: {sys.argv[2]}\r\n"
              "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".encode())
    try:
        for sent in range(10000):
            s.sendall(b"400\r\n" + b" " * 1024 + b"\r\n")
        sys.exit("it took ten megabytes")
    except OSError:
        pass
PY
    assert_equal "$(status_of /api/session)" 200
    [[ ! -e a.db.lock ]]

    page_end
    # A second passes for it in a hundredth of one.
    LD_PRELOAD=${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/hasty-clock.so${LD_PRELOAD:+:$LD_PRELOAD} CLOCK_RATE=100 \
        ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0 \
        serve --port 0 a.db >serve.out 2>serve.err 3>&- </dev/null &
    page_pid=$!
    until_true 60 grep -q '^Open the page' serve.out
    PAGE=$(sed -n 's/^Open the page: \([^?]*\)\/?.*/\1/p' serve.out)
    run -0 python3 - "$PAGE" <<'PY'
import socket, sys
with socket.create_connection(sys.argv[1][7:].split(":"), 60) as s:
    s.sendall(b"GET / HTTP/1.1\r\nX: ")
    s.settimeout(0.05)
    for _ in range(1000):
        try:
            s.sendall(b"x")
            if s.recv(100) == b"":
                sys.exit(0)
        except TimeoutError:
            pass
        except OSError:
            sys.exit(0)
sys.exit("it waited for a thousand bytes")
PY
}

@test "who sends requests and reads no answers keeps nobody waiting" {
    python3 - "$PAGE" "$COOKIE" <<'PY'
import http.client, socket, sys
host = sys.argv[1][7:]
deaf = []
for _ in range(20):
    s = socket.create_connection(host.split(":"), 60)
    s.setblocking(False)
    deaf.append(s)
    try:
        for _ in range(500):
            s.send(f"GET /app.css HTTP/1.1\r\nHost: {host}\r\nCookie: {sys.argv[2]}\r\n\r\n".encode())
    except BlockingIOError:
        pass
user = http.client.HTTPConnection(host, timeout=60)
user.request("GET", "/api/session", headers={"Cookie": sys.argv[2]})
assert user.getresponse().status == 200
PY
}

@test "another user of this machine finds what opens the page in no file and no argument" {
    local file secret other=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    grep -r -l "${COOKIE#*=}" . "$XDG_STATE_HOME" --exclude=headers | sort -u >files
    [[ -s files ]]
    while read -r file; do assert_equal "$file $(stat -c %a "$file")" "$file 600"; done <files
    for secret in "${COOKIE#*=}" "${LINK#*token=}" "$(sed -n 's/^The page was opened.*token=//p' serve.out)"; do
        ((${#secret} >= 32))
        run ! grep -q -- "$secret" "/proc/$page_pid/cmdline" "/proc/$page_pid/environ"
    done
    ((EUID == 0)) || skip 'only root can become another user'
    # The port alone opens nothing.
    run -0 "${other[@]}" curl -s -o /dev/null -w '%{http_code}' "$PAGE/api/session"
    assert_output 401
    while read -r file; do run ! "${other[@]}" cat "$file"; done <files
}

@test "only this machine's own address is listened to, unless a secret is given" {
    run -0 ss -Hltn "sport = :${PAGE##*:}"
    assert_equal "$(wc -l <<<"$output")" 1
    assert_regex "$output" ' 127\.0\.0\.1:'
    run -64 serve --port 0 --listen 127.0.0.2 a.db
    assert_output 'serve: --listen needs --secret-file FILE, since others can reach the address'
    run -69 serve --port "${PAGE##*:}" a.db
    assert_output --partial 'is in use, perhaps by another serve'

    local secret
    secret=$(printf '0123456789abcdefXYZ%.0s' {1..12})
    echo "$secret" >secret
    printf '#!/bin/sh\ncp "${1#file://}" opened.new && mv opened.new opened\n' >browser
    chmod +x browser
    run -78 serve --port 0 --listen 127.0.0.2 --secret-file secret a.db
    assert_output --partial 'others can use secret'
    chmod 600 secret
    run -64 serve --port 0 --listen 0.0.0.0 --secret-file secret a.db
    assert_output --partial 'means all addresses'
    page_end
    BROWSER=$PWD/browser serve --open --port 0 --listen 127.0.0.2 --secret-file secret a.db >serve.out 2>serve.err \
        3>&- </dev/null &
    page_pid=$!
    until_true 60 grep -q '^Open the page' serve.out
    run ! grep -q 0123456789abcdefXYZ serve.out serve.err
    PAGE=$(sed -n 's/^Open the page: \([^?]*\)\/?.*/\1/p' serve.out)
    for _ in 1 2; do
        curl -fsS -D headers -o /dev/null "$PAGE/?token=$secret"
        COOKIE=$(sed -n 's/^Set-Cookie: \([^;]*\);.*/\1/p' headers)
        assert_equal "$(status_of /api/session)" 200
    done
    until_true 60 test -e opened
    grep -qF "url=$PAGE/?token=$secret\"" opened
}

@test "hostile names are only text, as JSON and as CSV" {
    local name
    page_end
    for name in '</script><script>alert(1)</script>' "'; DROP TABLE tracks; --" '=cmd|calc!A1' '+1' '@SUM(A1)' '"quoted",x'; do
        jq -nc --arg name "$name" --arg id "$(md5sum <<<"$name" | head -c 22)" '{type: "RECORD", stream: "saved_tracks",
            record: {id: $id, name: $name, added_at: "2025-01-01T00:00:00Z", artists: [{id: "ar1", name: $name}]},
            time_extracted: "2026-11-23T18:00:00.000000Z"}, {type: "RECORD", stream: "plays",
            record: {played_at: "2026-01-01T00:00:00.000Z", track_id: $id, track: {id: $id, name: $name, artists: [{id: "ar1", name: $name}]}},
            time_extracted: "2026-11-23T18:00:00.000000Z"}'
    done | store -q a.db >/dev/null
    sqlite3 a.db "UPDATE tracks SET name = CAST(x'61ff62' AS TEXT) WHERE id = 't1'"
    serve_page a.db
    run -0 page /api/library/tracks
    assert_equal "$(jq -r '.items[].name' <<<"$output" | grep -c -e script -e DROP -e cmd -e '^+1' -e SUM -e quoted)" 6
    assert_equal "$(jq -r '.items[] | select(.id == "t1").name' <<<"$output")" $'a\xef\xbf\xbdb'
    page /api/charts/top-tracks.csv >chart.csv
    run -0 python3 -c 'import csv; print("\n".join(row["name"] for row in csv.DictReader(open("chart.csv", newline=""))))'
    assert_line "'=cmd|calc!A1"
    assert_line "'+1"
    assert_line "'@SUM(A1)"
    assert_line '"quoted",x'
    run -0 page '/api/search?q=%22%29%20OR%20%28a%2A%20NEAR'
    assert_equal "$(jq -c 'keys' <<<"$output")" '["albums","artists","playlists","tracks"]'
}
