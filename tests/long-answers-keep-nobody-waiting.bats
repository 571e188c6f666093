# A CSV that is too long to be made at once: it is whole, of one state of the library, and costs others nothing.

load helper
load page
load messages
setup() {
    begin_test
    store -q a.db </dev/null && "$BATS_TEST_DIRNAME/browser/made-library" a.db 40000 2000
    serve_page a.db
    until_true 60 is_shown
}
teardown() {
    page_end
    end_test
}

is_shown() {
    [[ $(status_of /api/charts) == 200 ]]
}

# with_clients: runs a Python program with `begin(PATH)`, which asks for a CSV, reads little of it and returns the answer,
# and `ask(PATH)`, which returns status and body.
with_clients() {
    { cat <<'PY' && cat; } | python3 - "$PAGE" "$COOKIE"
import http.client, json, os, select, socket, sqlite3, sys
host, cookie = sys.argv[1][7:], {"Cookie": sys.argv[2]}

def begin(path):
    client = http.client.HTTPConnection(host, timeout=60)
    client.sock = socket.socket()
    client.sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    client.sock.settimeout(60)
    name, port = host.split(":")
    client.sock.connect((name, int(port)))
    client.request("GET", path, headers=cookie)
    answer = client.getresponse()
    assert answer.status == 200, answer.read()
    answer.first = answer.read(100)
    answer.client = client
    return answer

def ask(path):
    client = http.client.HTTPConnection(host, timeout=60)
    client.request("GET", path, headers=cookie)
    answer = client.getresponse()
    return answer.status, answer.read()

def until(condition):
    for _ in range(600):
        if condition():
            return
        select.select((), (), (), 0.05)  # time.sleep() fails under faketime
    sys.exit("it did not come")

def is_free():
    """Whether nothing reads an older state of the library."""
    with sqlite3.connect("a.db", timeout=0) as db:
        db.execute("UPDATE tracks SET popularity = abs(random()) WHERE rowid = 1")
        db.commit()
        return db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0] == 0
PY
}

@test "while a long CSV is read slowly, others are answered, and it stays as it was, also if the library is changed or replaced" {
    record saved_tracks "$T1" '{"id":"t1","added_at":"2025-01-01T00:00:00Z","name":"Only","artists":[],"album":null}' |
        store -q b.db
    with_clients <<'PY'
whole = ask("/api/charts/never-played.csv")[1]
assert len(whole) > 1000000
tracks = begin("/api/charts/never-played.csv")
for path in ("/api/library/tracks?limit=1", "/api/sync/status", "/api/charts/calendar?from=2024-01-01&to=2024-02-01",
             "/api/charts/top-tracks.csv?limit=5", "/api/search?q=rain"):
    status, body = ask(path)
    assert status == 200, (path, body)
with sqlite3.connect("a.db") as db:
    db.execute("UPDATE tracks SET name = 'another'")
    db.execute("DELETE FROM saved_tracks")
assert not is_free()
os.replace("b.db", "a.db")
for rest in ("-wal", "-shm"):
    if os.path.exists("a.db" + rest):
        os.remove("a.db" + rest)
until(lambda: b'"Only"' in ask("/api/library/tracks")[1])
assert tracks.first + tracks.read() == whole
PY
}

@test "of long answers two are sent at a time, in one time zone, and a client that leaves frees all that its own used" {
    with_clients <<'PY'
clients = [begin("/api/charts/never-played.csv") for _ in range(2)]
for path, sentence in (("never-played.csv", "2 long answers are being sent already: try again in a moment."),
                       ("clock?zone=Asia/Tokyo", "A long answer in another time zone is being sent: try again in a moment.")):
    status, body = ask("/api/charts/" + path)
    assert (status, json.loads(body)["error"]["message"]) == (503, sentence), body
assert not is_free()
clients[0].close()
clients[0].client.close()
until(lambda: ask("/api/charts/never-played.csv")[0] == 200)
clients[1].close()
clients[1].client.close()
until(is_free)
assert ask("/api/charts/clock?zone=Asia/Tokyo")[0] == 200
PY
    assert_equal "$(cat serve.err)" ''
}
