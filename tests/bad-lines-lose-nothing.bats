# store: what it cannot take gets one sentence, and everything good before it is kept.
# shellcheck disable=SC2030,SC2031,SC2154,SC2086 # T1 and the like are single words; bats runs each test in a subshell, and sets stderr

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

bad_line() { # SENTENCE LINE
    {
        record saved_tracks $T1 "$(track t1 Song 2025-05-05T05:05:05Z)"
        echo '{"type":"STATE","value":1}'
        echo
        printf '%s\n' "$2"
        record saved_tracks $T1 "$(track t2 Song 2025-05-05T05:05:05Z)"
    } >m
    rm -f a.db*
    run --separate-stderr store a.db m
    assert_equal "$status" 65
    assert_output '{"type":"STATE","value":1}'
    assert_regex "$stderr" "^store: m, line 4: $1"
    assert_equal "$(sql a.db 'SELECT group_concat(track_id) FROM saved_tracks')" t1
    rm a.db*
    run --separate-stderr store --skip-bad-lines a.db m
    assert_equal "$status" 0
    assert_equal "$stderr" 'store: skipped 1 invalid line'
    assert_equal "$(sql a.db 'SELECT group_concat(track_id) FROM saved_tracks')" t1,t2
    assert_equal "$(sql a.db 'PRAGMA foreign_key_check')" ''
}

@test "a bad line ends store with one sentence, and loses nothing before it" {
    bad_line 'not JSON' '{"type":'
    bad_line 'not JSON' $'{"type":"\xff"}'
    bad_line 'not a message' '[]'
    bad_line 'not a message' '{"stream":"saved_tracks"}'
    bad_line 'unknown message type "REC"' '{"type":"REC","stream":"saved_tracks"}'
    bad_line 'the RECORD has no stream' '{"type":"RECORD","record":{"id":"x"}}'
    bad_line 'the RECORD has no record' '{"type":"RECORD","stream":"saved_tracks"}'
    bad_line 'the record has no id' '{"type":"RECORD","stream":"saved_tracks","record":{"id":null}}'
    bad_line 'the record has no snapshot_id' \
        "$(record playlist_items $T1 '{"playlist_id":"p1","position":0}')"
    bad_line 'the STATE has no value' '{"type":"STATE"}'
    bad_line 'time_extracted is not a time: "yesterday"' \
        '{"type":"RECORD","stream":"saved_tracks","record":{"id":"x"},"time_extracted":"yesterday"}'
    bad_line 'cannot store TEXT value in INTEGER column tracks.duration_ms' \
        "$(record saved_tracks $T1 '{"id":"x","duration_ms":"long","artists":[{"id":"y"}]}')"
    bad_line 'cannot store BLOB value in TEXT column tracks.name' \
        "$(record saved_tracks $T1 '{"id":"x","name":{}}')"
}

@test "a line over 16 MiB is a bad line" {
    {
        record saved_tracks $T1 "$(track t1 Song 2025-05-05T05:05:05Z)"
        head -c 17000000 /dev/zero | tr '\0' x
        echo
        record saved_tracks $T1 "$(track t2 Song 2025-05-05T05:05:05Z)"
    } >m
    run store a.db m
    assert_failure 65
    assert_output --partial 'm, line 2: the line is longer than 16 MiB'
    store -q --skip-bad-lines a.db - <m
    assert_equal "$(sql a.db 'SELECT count(*) FROM saved_tracks')" 2
}

@test "an array of millions of elements is a bad line" {
    {
        printf '{"type":"RECORD","stream":"saved_tracks","record":{"id":"t1","artists":['
        head -c 7000000 /dev/zero | sed 's/\x00/0,/g'
        printf '0]}}\n'
    } >m
    run store a.db m
    assert_failure 65
    assert_output --partial 'm, line 1: not JSON: an array of too many elements at byte'
}

@test "a record that the user's own index refuses is a bad line" {
    store a.db </dev/null
    sql a.db 'CREATE UNIQUE INDEX mine ON tracks (name)'
    for i in {1..9000}; do
        printf '{"type":"RECORD","stream":"saved_tracks","record":{"id":"t%d","name":"n%d"}}\n' "$i" $((i % 8000))
    done >m
    run store --skip-bad-lines a.db m
    assert_success
    assert_output 'store: skipped 1000 invalid lines'
    assert_equal "$(sql a.db 'SELECT count(*) FROM saved_tracks')" 8000
}

@test "a bad line loses nothing before it, also in input that is stored in many parts" {
    local bad
    for bad in '{"type":' "$(record saved_tracks $T1 '{"id":"x","artists":[{"id":"y"}],"name":{}}')" \
        "$(record account $T1 '{"id":"another"}')"; do
        {
            record account $T1 '{"id":"listener"}'
            tracks 1 24000
            echo '{"type":"STATE","value":1}'
            printf '%s\n' "$bad"
            tracks 24001 24010
            echo '{"type":"STATE","value":2}'
        } >m
        rm -f a.db*
        run store -q a.db m
        assert_failure 65
        assert_line '{"type":"STATE","value":1}'
        assert_line --partial 'm, line 24003: '
        refute_line --partial '"value":2'
        assert_equal "$(sql a.db 'SELECT count(*), max(seen_at) FROM tracks')" "24000|$T1"
        assert_equal "$(sql a.db "SELECT count(*) FROM artists WHERE id = 'y'")" 0
        rm a.db*
        run store -q --skip-bad-lines a.db m
        assert_success
        assert_equal "${lines[*]: -1}" '{"type":"STATE","value":2}'
        assert_equal "$(sql a.db 'SELECT count(*) FROM tracks')" 24010
    done
}

@test "an unknown stream is reported once and skipped, and other Singer messages are ignored" {
    {
        echo '{"type":"SCHEMA","stream":"saved_tracks","key_properties":["id"],"schema":{}}'
        echo '{"type":"ACTIVATE_VERSION","stream":"saved_tracks","version":1}'
        record concerts $T1 '{"id":"a"}'
        record concerts $T1 '{"id":"b"}'
        record saved_tracks $T1 "$(track t1 Song 2025-05-05T05:05:05Z)"
    } >m
    run store a.db m
    assert_success
    assert_output "store: unknown stream 'concerts'; its records are skipped"
    assert_equal "$(sql a.db 'SELECT count(*) FROM saved_tracks')" 1
}

@test "a library belongs to one account" {
    record account $T1 '{"id":"me"}' | store a.db
    record account $T2 '{"id":"me"}' | store a.db
    run store a.db < <(record account $T2 '{"id":"you"}')
    assert_failure 65
    assert_output 'store: standard input, line 1: the library belongs to another account'
}

@test "an account keeps its library under another user id, and another account is refused under the same" {
    record account $T1 '{"id":"me"}' | store a.db
    record account $T2 '{"id":"me","account_id":"A1"}' | store a.db
    record account $T3 '{"id":"myself","account_id":"A1"}' | store a.db
    record account $T2 '{"id":"me","account_id":"A1"}' | store a.db
    record account $T1 '{"id":"myself"}' | store a.db
    assert_equal "$(sql a.db 'SELECT user_id, account_id, seen_at FROM account')" "myself|A1|$T3"
    for other in '{"id":"myself","account_id":"A2"}' '{"id":"you","account_id":"A2"}' '{"id":"you"}'; do
        run -65 store a.db < <(record account $T3 "$other")
        assert_output 'store: standard input, line 1: the library belongs to another account'
    done
}

@test "files that are not a library of this version are refused" {
    sql newer.db 'PRAGMA application_id = 1936749433; PRAGMA user_version = 99; CREATE TABLE t (a)'
    run store newer.db </dev/null
    assert_failure 78
    assert_output --partial 'newer'
    sql other.db 'PRAGMA application_id = 5; CREATE TABLE t (a)'
    md5sum newer.db other.db >sums
    run store other.db </dev/null
    assert_failure 78
    run store newer.db </dev/null
    assert_failure 78
    md5sum --check --quiet sums
    sql unmarked.db 'CREATE TABLE theirs (a)'
    sql view.db 'CREATE VIEW theirs AS SELECT 1'
    echo 'this is text and no database at all, however long it is made' >text.db
    mkfifo pipe
    mkdir folder
    md5sum unmarked.db view.db text.db >sums
    for name in unmarked.db view.db text.db pipe folder /dev/null; do
        run -78 store $name </dev/null
        assert_line --regexp "^store: $name is (a database of another program|not a database|not a regular file)"
        [ ${#lines[@]} -eq 1 ]
    done
    md5sum --check --quiet sums
    : >empty.db
    sql tableless.db 'PRAGMA journal_mode = WAL; CREATE TABLE t (a); DROP TABLE t'
    store empty.db </dev/null
    store tableless.db </dev/null
    run store no/such/a.db </dev/null
    assert_failure 74
    assert_output --partial 'cannot open no/such/a.db'
    for name in '' :memory:; do
        run store "$name" </dev/null
        assert_failure 64
        assert_output "store: '$name' is not a file name"
    done
    store 'file:a.db?mode=memory' </dev/null
    [ -s 'file:a.db?mode=memory' ]
    run store a.db no-such-file
    assert_failure 74
    assert_output --partial 'cannot open no-such-file'
}
