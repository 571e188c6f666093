# What the page shows is what the database has, at any time: while a sync runs, and when the file is not as it was.
# shellcheck disable=SC2016 # until_true evaluates it

load helper
load page
load messages
setup() { begin_test; }
teardown() {
    page_end
    end_test
}

# saved ID NAME ARTIST ADDED_AT: a message.
saved() {
    record saved_tracks "$T1" "{\"id\":\"$1\",\"added_at\":\"$4\",\"name\":\"$2\",\"duration_ms\":1000,
        \"artists\":[{\"id\":\"a$1\",\"name\":\"$3\"}],\"album\":{\"id\":\"al1\",\"name\":\"Blå\"}}" | tr -d '\n'
    echo
}

names() { # PARAMETERS: the names of the tracks in the list that they ask for
    page "/api/library/tracks?$1" | jq -r '[.items[].name] | join(" | ")'
}

has_status() { # PATH STATUS
    [[ $(status_of "$1") == "$2" ]]
}

sync_is() { # JQ CONDITION
    page /api/sync/status | jq -e "$1" >/dev/null
}

@test "lists are sorted as people sort, searched as they type, and cut anywhere" {
    {
        saved t1 'Zebra' 'Sigur Rós' 2025-01-03T00:00:00Z
        saved t2 'élan' 'Trentemøller' 2025-01-02T00:00:00Z
        saved t3 'Echo' '北方的灯塔' 2025-01-04T00:00:00Z
        saved t4 'apple 😀' 'AC/DC' 2025-01-01T00:00:00Z
        record saved_tracks "$T2" '{"id":"t3","_sdc_deleted_at":"2026-11-24T00:00:00Z"}'
    } | store -q a.db
    serve_page a.db
    assert_equal "$(names '')" 'Echo | Zebra | élan | apple 😀'
    assert_equal "$(names sort=name)" 'apple 😀 | Echo | élan | Zebra'
    assert_equal "$(names 'sort=-name&limit=2&offset=1')" 'élan | Echo'
    assert_equal "$(names 'sort=added_at&limit=0')" ''
    assert_equal "$(page '/api/library/tracks?limit=1&offset=3' | jq -c '[.total, .offset, .items[].id]')" '[4,3,"t4"]'
    assert_equal "$(page '/api/library/tracks?q=ECHO' | jq -r '.items[].removed_at')" 2026-11-24T00:00:00Z
    assert_equal "$(names q=sigur%20ro)" Zebra
    assert_equal "$(names q=ROS%20Sigur)" Zebra
    assert_equal "$(names q=trentemoll)" élan
    assert_equal "$(names q=灯塔)" Echo
    assert_equal "$(names 'q=ac/dc')" 'apple 😀'
    assert_equal "$(names q=😀)" 'apple 😀'
    assert_equal "$(names q=bla | tr '|' '\n' | wc -l)" 4
    assert_equal "$(names q=nothing)" ''
    assert_equal "$(names 'q=%22%20OR%20*')" ''
    assert_equal "$(page '/api/search?q=ELAN' | jq -c '[.tracks[].id, .artists[].id]')" '["t2"]'
    assert_equal "$(page '/api/search?q=rós' | jq -c '[.tracks[].id], [.artists[].name]' | tr '\n' ' ')" '["t1"] ["Sigur Rós"] '
}

@test "an answer that the browser has is not sent again" {
    saved t1 One Two 2025-01-01T00:00:00Z | store -q a.db
    serve_page a.db
    local tag path
    for path in / /api/library/tracks /api/charts/clock; do
        tag=$(page "$path" -D - -o /dev/null | sed -n 's/^ETag: \(.*\)\r$/\1/p')
        assert_equal "$path $(status_of "$path" -H "If-None-Match: $tag")" "$path 304"
        assert_equal "$path $(status_of "$path" -H 'If-None-Match: "0"')" "$path 200"
    done
}

@test "the page is there before the library, and shows a sync that it starts to its end" {
    stand_in --tracks 500 --fault hang@2-9999:tracks
    serve_page a.db
    assert_equal "$(page /api/session | jq -c '[.database, .has_library, .has_listens]')" '["a.db",false,false]'
    assert_equal "$(page /api/sync/status | jq -c '[.status, .running, .busy, .edition]')" '[null,false,false,0]'
    assert_equal "$(status_of /api/library/tracks)" 503
    assert_equal "$(post /api/sync/cancel '{}')" 409

    assert_equal "$(post /api/sync '{"full":true}')" 202
    assert_equal "$(post /api/sync '{}')" 409
    until_true 60 sync_is '.running and .phases.tracks.items_processed == 50'
    run -75 spotify-sync --db a.db
    # It outlives the page, which finds it again.
    local port=${PAGE##*:}
    page_end
    serve_page a.db --port "$port"
    assert_equal "$(post /api/sync '{}')" 409
    assert_equal "$(page /api/library/tracks | jq .total)" 50
    control 'set?fault='
    until_true 60 sync_is '.status == "Success" and (.running | not)'
    until_true 10 eval '[[ $(page /api/library/tracks | jq .total) == 500 ]]'
    # status --json is part of it.
    assert_equal "$(page /api/sync/status | jq -cS 'del(.busy, .last_start, .edition)')" \
        "$(spotify-sync --db a.db status --json | jq -cS .)"
    assert_equal "$(page /api/sync/history | jq -cS .)" "$(spotify-sync --db a.db history --json | jq -cS .)"
    # The changes are those of the command, a part at a time.
    page '/api/changes?since=2026-01-01&limit=300' >first
    page '/api/changes?since=2026-01-01&offset=300&limit=500' >second
    assert_equal "$(jq -c '[.total, .offset, (.items | length)]' first second | xargs)" '[500,0,300] [500,300,200]'
    jq -cS '.items[]' first second | sort >parts
    spotify-sync --db a.db changes --json --since 2026-01-01 | jq -cS '.[]' | sort | diff parts -
}

@test "a sync is cancelled from the page, and one that cannot begin says why" {
    stand_in --tracks 500 --fault hang@2-9999:tracks
    serve_page a.db
    assert_equal "$(post /api/sync)" 202
    until_true 60 sync_is '.phases.tracks.items_processed == 50'
    assert_equal "$(post /api/sync/cancel '{}')" 202
    until_true 60 sync_is '.status == "Cancelled" and .last_start.exit_status == 143'
    run ! pgrep -P "$page_pid"
    page_end

    unset SPOTIFY_ACCESS_TOKEN
    serve_page b.db
    assert_equal "$(post /api/sync '{}')" 202
    until_true 60 sync_is '.last_start.exit_status == 77'
    assert_regex "$(page /api/sync/status | jq -r .last_start.message)" 'spotify-sync login'
    page_end

    printf '#!/bin/sh\nkill -KILL $$\n' >driver
    chmod +x driver
    serve_page b.db --driver "$PWD/driver"
    assert_equal "$(post /api/sync '{}')" 202
    until_true 60 sync_is '.last_start == {"exit_status": 137, "message": "spotify-sync was killed by signal 9"}'

    # It has not begun yet, nor taken the lock.
    printf '#!/bin/sh\nexec sleep 1000\n' >driver
    assert_equal "$(post /api/sync '{}')" 202
    sync_is '.busy and (.running | not)'
    assert_equal "$(post /api/sync '{}')" 409
    assert_equal "$(post /api/sync/cancel '{}')" 202
    until_true 60 sync_is '(.busy | not) and .last_start.exit_status == 143'
}

@test "a library that is replaced, removed or of a newer version gets a sentence, and is shown again" {
    saved t1 First One 2025-01-01T00:00:00Z | store -q a.db
    saved t2 Second Two 2025-01-01T00:00:00Z | store -q b.db
    serve_page a.db
    assert_equal "$(names '')" First
    rm a.db*
    run -0 page /api/library/tracks
    assert_output --regexp '"status":503,"message":"There is no library at .*: a sync creates it\."'
    assert_equal "$(page /api/sync/status | jq -c '[.status, .running]')" '[null,false]'
    mv b.db a.db
    until_true 10 eval '[[ $(names "") == Second ]]'
    sqlite3 a.db 'PRAGMA user_version = 1000'
    run -0 page /api/library/tracks
    assert_output --partial '"message":"The library has schema version 1000, newer than this program'
    sqlite3 a.db "PRAGMA user_version = $(($(find "$BATS_TEST_DIRNAME/../schema/migrate" -name '*.sql' | wc -l) + 1))"
    until_true 10 eval '[[ $(names "") == Second ]]'
    sqlite3 a.db 'VACUUM'
    until_true 10 eval '[[ $(names "") == Second ]]'
    rm a.db*
    echo 'This is no database, only a text of some length, which SQLite does not take for one.' >a.db
    run -0 page /api/library/tracks
    assert_output --partial 'is not a database'
    rm a.db
    mkdir a.db
    run -0 page /api/library/tracks
    assert_output --partial 'is not a regular file'
}

@test "a library that another program has locked gets a sentence, and its writers never wait" {
    saved t1 First One 2025-01-01T00:00:00Z | store -q a.db
    # With a WAL, nobody can.
    sqlite3 a.db 'PRAGMA journal_mode = DELETE' >/dev/null
    serve_page a.db
    assert_equal "$(names '')" First
    coproc LOCK { sqlite3 a.db 2>&1; }
    echo "BEGIN EXCLUSIVE; SELECT 'locked';" >&"${LOCK[1]}"
    read -r -u "${LOCK[0]}" line
    assert_equal "$line" locked
    run -0 page /api/library/tracks
    assert_output --partial '"message":"Another program has locked the library: try again in a moment."'
    eval "exec ${LOCK[1]}>&-"
    wait "$LOCK_PID" || true
    until_true 10 eval '[[ $(names "") == First ]]'
    # In between, it holds no lock.
    sqlite3 -cmd '.timeout 0' a.db 'BEGIN EXCLUSIVE; COMMIT'
}

@test "all that a browser loads of the page is under a hundred kilobytes" {
    local file size=0
    saved t1 One Two 2025-01-01T00:00:00Z | store -q a.db
    serve_page a.db
    for file in "$BATS_TEST_DIRNAME"/../cmd/serve/page/*; do
        size=$((size + $(page "/${file##*/}" | wc -c)))
    done
    ((size > 50000 && size < 100000))
}

@test "while the page is asked again and again, a sync goes on, and neither finds the library locked" {
    stand_in --tracks 1000 --latency 20
    saved t1 One Two 2025-01-01T00:00:00Z | store -q a.db
    serve_page a.db
    "$BATS_TEST_DIRNAME/bench/api-load" "$PAGE" "$COOKIE" 50 >answers 2>errors 3>&- &
    local load=$!
    spotify-sync -q --db a.db 2>sync.err
    until_true 10 eval '[[ $(page /api/library/tracks | jq .total) == 1001 ]]'
    kill "$load"
    wait "$load"
    assert_equal "$(sed 's/^[0-9]* //' answers)$(cat errors sync.err)" 200
}

@test "it ends cleanly on a signal, and leaves no file behind" {
    local signal
    saved t1 First One 2025-01-01T00:00:00Z | store -q a.db
    for signal in INT TERM; do
        serve_page a.db
        names '' >/dev/null
        kill "-$signal" "$page_pid"
        wait "$page_pid"
        page_pid=''
        run -0 sqlite3 -cmd '.timeout 0' a.db 'PRAGMA wal_checkpoint(TRUNCATE); SELECT count(*) FROM tracks'
        assert_line 1
        assert_equal "$(cat serve.err)" ''
    done
    find "$BATS_TEST_TMPDIR" -name 'etilqs*' | run ! grep .
}
