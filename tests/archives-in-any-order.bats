# store: messages into rows, whatever the messages and whatever happens on the way.
# shellcheck disable=SC2030,SC2031,SC2094,SC2154 # bats runs each test in a subshell, and sets stderr

load helper
setup() { begin_test; }
teardown() { end_test; }

# record STREAM TIME RECORD: a RECORD; without TIME one without time_extracted
record() {
    if [ "$2" ]; then
        printf '{"type":"RECORD","stream":"%s","record":%s,"time_extracted":"%s"}\n' "$1" "$3" "$2"
    else
        printf '{"type":"RECORD","stream":"%s","record":%s}\n' "$1" "$3"
    fi
}

# track ID NAME ADDED_AT: a saved track of album al1 by artists ar1 and ar2
track() {
    printf '{"id":"%s","added_at":"%s","place":1,"name":"%s","duration_ms":1000,"explicit":false,' \
        "$1" "$3" "$2"
    printf '"external_ids":{"isrc":"X1"},"artists":[{"id":"ar1","name":"One"},{"id":"ar2","name":'
    printf '"Two"}],"album":{"id":"al1","name":"Album","total_tracks":2,"artists":[{"id":"ar1",'
    printf '"name":"One"}]}}'
}

item() { # POSITION URI
    printf '{"playlist_id":"p1","position":%d,"snapshot_id":"%s","uri":"%s","kind":"track",' \
        "$1" "$3" "$2"
    printf '"track_id":"%s","name":"%s","added_at":"2025-01-01T00:00:00Z","added_by":"u",' "$2" "$2"
    printf '"track":{"id":"%s","name":"%s","artists":[]}}' "$2" "$2"
}

playlist() { # SNAPSHOT TOTAL
    printf '{"id":"p1","name":"Mix","snapshot_id":"%s","items":{"total":%d},' "$1" "$2"
    printf '"items_snapshot_id":"%s","items_total":%d}' "$1" "$2"
}

query() {
    sqlite3 "$@"
}

# All rows of all tables, in an order of their own.
contents() {
    local table
    for table in $(query "$1" "SELECT name FROM sqlite_master WHERE type = 'table'"); do
        echo "== $table"
        query "$1" "SELECT * FROM $table" | sort
    done
}

T1=2026-11-23T18:00:00.000000Z
T2=2026-11-24T18:00:00.000000Z
T3=2026-11-25T18:00:00.000000Z

@test "a saved track becomes rows, and stubs of its album and artists" {
    record saved_tracks $T1 "$(track t1 Song 2025-05-05T05:05:05Z)" | store a.db
    run query a.db "SELECT track_id, added_at, removed_at, place, name, album_id, explicit, isrc,
        popularity IS NULL, fetched_at FROM saved_tracks JOIN tracks ON id = track_id"
    assert_output 't1|2025-05-05T05:05:05Z||1|Song|al1|0|X1|1|2026-11-23T18:00:00Z'
    run query a.db "SELECT id, name, fetched_at IS NULL FROM artists ORDER BY id"
    assert_output $'ar1|One|1\nar2|Two|1'
    run query a.db "SELECT * FROM track_artists; SELECT * FROM album_artists"
    assert_output $'t1|0|ar1\nt1|1|ar2\nal1|0|ar1'
    run query a.db "PRAGMA journal_mode; PRAGMA user_version; PRAGMA foreign_key_check"
    assert_output $'wal\n3'
}

@test "the same messages twice give the same rows" {
    {
        record saved_tracks $T1 "$(track t1 Song 2025-05-05T05:05:05Z)"
        record artists $T1 '{"id":"ar1","name":"One","genres":["a","b"],"followers":{"total":5}}'
        record playlist_items $T1 "$(item 0 x S1)"
        record playlists $T1 "$(playlist S1 1)"
        record saved_tracks $T2 '{"id":"t9","_sdc_deleted_at":"2026-11-24T18:00:00Z"}'
    } >m.ndjson
    store a.db m.ndjson
    contents a.db >once
    store a.db m.ndjson
    contents a.db | diff once -
}

@test "archives may be stored in any order" {
    {
        record saved_tracks $T1 "$(track t1 Old 2025-05-05T05:05:05Z)"
        record saved_tracks $T1 "$(track t2 Gone 2025-05-06T05:05:05Z)"
        record artists $T1 '{"id":"ar1","name":"One","genres":["a","b"]}'
        record albums $T1 '{"id":"al9","unavailable_at":"2026-11-23T18:00:00Z"}'
        record playlist_items $T1 "$(item 0 x S1)"
        record playlist_items $T1 "$(item 1 y S1)"
        record playlists $T1 "$(playlist S1 2)"
        record saved_tracks $T1 '{"id":"t3","_sdc_deleted_at":"2026-11-23T18:00:00Z"}'
    } >old
    {
        record saved_tracks $T2 "$(track t1 New 2025-07-05T05:05:05Z)"
        record saved_tracks $T2 '{"id":"t2","_sdc_deleted_at":"2026-11-24T18:00:00Z"}'
        record saved_tracks $T2 "$(track t3 Back 2025-05-07T05:05:05Z)"
        record artists $T2 '{"id":"ar1","name":"Newer stub"}'
        record albums $T2 '{"id":"al9","name":"Found","label":"L","artists":[{"id":"ar1"}]}'
        record playlist_items $T2 "$(item 0 y S2)"
        record playlists $T2 "$(playlist S2 1)"
    } >new
    {
        record artists $T3 '{"id":"ar1","name":"Uno","genres":["c"],"images":[]}'
        record playlist_items $T3 "$(item 0 z S3)"
        record playlist_items $T3 "$(item 1 y S3)"
        record playlists $T3 "$(playlist S3 2)"
        record albums $T3 '{"id":"al1","unavailable_at":"2026-11-25T18:00:00Z"}'
    } >newest
    local order
    for order in "old new newest" "old newest new" "new old newest" "new newest old" "newest old new" "newest new old"; do
        rm -f a.db*
        # shellcheck disable=SC2086
        store a.db $order
        contents a.db >"contents $order"
        diff 'contents old new newest' "contents $order"
    done
    run query a.db "SELECT id, name FROM tracks WHERE id IN ('t1', 't2', 't3');
        SELECT track_id, removed_at FROM saved_tracks;
        SELECT id, name, unavailable_at FROM albums ORDER BY id;
        SELECT genre FROM artist_genres;
        SELECT position, uri FROM playlist_items;
        SELECT uri, change, changed_at FROM playlist_item_changes ORDER BY changed_at, uri"
    assert_line 't1|New'
    assert_line 't2|2026-11-24T18:00:00Z'
    assert_line 't3|'
    assert_line 'al1|Album|2026-11-25T18:00:00Z'
    assert_line 'al9|Found|'
    assert_line 'c'
    assert_line '0|z'
    assert_line '1|y'
    assert_line 'x|removed|2026-11-24T18:00:00Z'
    assert_line 'z|added|2026-11-25T18:00:00Z'
    refute_line --partial 'y|'
}

@test "what one archive leaves out or refuses does not depend on their order either" {
    album() { # ARTISTS [MORE]
        printf '{"id":"t1","name":"Song","album":{"id":"al1","name":"Album"%s}%s}' "$1" "${2-}"
    }
    {
        record saved_tracks $T1 "$(album ',"artists":[{"id":"ar1","name":"One"},{"id":"ar2","name":"Two"}]')"
        record artists $T1 '{"id":"ar3","name":"Three","popularity":5,"followers":{"total":7}}'
        record albums $T1 '{"id":"al3","name":"Third","popularity":5}'
        record playlists $T1 '{"id":"p2","name":"Theirs","snapshot_id":"S1","items_refused":true}'
    } >old
    {
        record saved_tracks $T2 "$(album ',"artists":[{"id":null,"name":"One"},{"id":"ar2","name":"Two"}]')"
        record saved_tracks $T2 '{"id":"t3","name":"x","artists":[{"id":"ar3","name":"3"}],"album":{"id":"al3","name":"3"}}'
        record playlists $T2 '{"id":"p2","name":"Theirs","snapshot_id":"S1"}'
    } >new
    record saved_tracks $T3 "$(album '')" >newest
    for order in 'old new' 'new old' 'old newest' 'newest old' 'new old newest' 'newest new old'; do
        rm -f a.db*
        # shellcheck disable=SC2086
        store a.db $order
        # shellcheck disable=SC2086
        contents a.db >"$(printf '%s\n' $order | sort | tr '\n' ' ')$((++number))"
    done
    diff new\ old\ *1 new\ old\ *2
    diff newest\ old\ *3 newest\ old\ *4
    diff new\ newest\ old\ *5 new\ newest\ old\ *6
    assert_equal "$(query a.db "SELECT count(*) FROM album_artists WHERE album_id = 'al1'")" 0
    assert_equal "$(query a.db 'SELECT items_refused_snapshot_id FROM playlists')" S1
}

@test "an album that is told with fewer artists has fewer" {
    {
        record saved_tracks $T1 '{"id":"t1","album":{"id":"al1","artists":[{"id":"a1"},{"id":"a2"}]}}'
        record saved_tracks $T2 '{"id":"t2","album":{"id":"al1","artists":[{"id":"a2"}]}}'
        record saved_tracks $T1 '{"id":"t3","album":{"id":"al1","artists":[{"id":"a3"},{"id":"a4"}]}}'
    } | store a.db
    assert_equal "$(query a.db 'SELECT * FROM album_artists')" 'al1|0|a2'
}

@test "a stub that is told again as it was has the newest time, so that what lies between loses" {
    local between='{"id":"ar1","name":"Uno"}'
    stub() { # TIME NAME
        record saved_tracks "$1" "{\"id\":\"t$1\",\"album\":{\"id\":\"al1\",\"name\":\"$2\"},
            \"artists\":[{\"id\":\"ar1\",\"name\":\"$2\"}]}" | tr -d '\n'
        echo
    }
    { stub $T1 One && stub $T3 One; } | store a.db
    { stub $T2 Two && record artists $T2 "$between"; } | store a.db
    assert_equal "$(query a.db 'SELECT name, seen_at FROM artists
        UNION ALL SELECT name, seen_at FROM albums')" "One|$T3"$'\n'"One|$T3"
    # in one batch: ahead of another stream, and behind it
    { stub $T1 One && stub $T3 One && record artists $T2 "$between"; } | store b.db
    { stub $T1 One && record artists $T2 "$between" && stub $T3 One; } | store c.db
    assert_equal "$(query b.db 'SELECT name, seen_at FROM artists')" "One|$T3"
    assert_equal "$(query c.db 'SELECT name, seen_at FROM artists')" "One|$T3"
}

@test "a stub without a time changes nothing" {
    record artists $T1 '{"id":"ar1","name":"One","genres":[],"popularity":7}' | store a.db
    record saved_tracks $T1 "$(track t1 Song 2025-05-05T05:05:05Z)" | store a.db
    contents a.db >before
    {
        record artists '' '{"id":"ar1"}'
        record artists '' '{"id":"ar2"}'
        record albums '' '{"id":"al1"}'
    } | store a.db
    contents a.db | diff before -
}

@test "a STATE comes out when it is on disk, with what was new and updated" {
    {
        record saved_tracks $T1 "$(track t1 Song 2025-05-05T05:05:05Z)"
        record saved_tracks $T1 "$(track t2 Song 2025-05-05T05:05:05Z)"
        echo '{"type":"STATE","value":{ "bookmarks":{"saved_tracks":{"offset":2},"x":{}}}}'
    } >m
    run store a.db m
    assert_output '{"type":"STATE","value":{ "bookmarks":{"saved_tracks":{"offset":2,"new":2,"updated":0},"x":{}}}}'
    sed "s/$T1/$T2/; s/Song/Song, renamed/" m >n
    run store a.db n
    assert_output --partial '"new":0,"updated":0'
    sed "s/$T1/$T3/; 1s/2025-05-05/2025-06-06/" m >n
    run store a.db n
    assert_output --partial '"new":0,"updated":1'
    run query a.db "SELECT DISTINCT seen_at FROM saved_tracks"
    assert_output "$T3"
}

@test "a STATE without bookmarks passes unchanged, and only the newest of a batch" {
    printf '%s\n' '{"type":"STATE","value":{"a":1}}' '{"value" : 5 , "type":"STATE"}' >m
    run store a.db m
    assert_output '{"value" : 5 , "type":"STATE"}'
}

@test "input that waits is committed" {
    local line
    mkfifo pipe told
    store a.db <pipe >told 3>&- &
    exec 5>pipe 6<told
    record saved_tracks $T1 "$(track t1 Song 2025-05-05T05:05:05Z)" >&5
    echo '{"type":"STATE","value":1}' >&5
    read -r -t 60 line <&6
    assert_equal "$line" '{"type":"STATE","value":1}'
    assert_equal "$(query a.db 'SELECT count(*) FROM saved_tracks')" 1
    query a.db 'BEGIN IMMEDIATE; ROLLBACK'
    exec 5>&-
    wait $!
}

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
    assert_equal "$(query a.db 'SELECT group_concat(track_id) FROM saved_tracks')" t1
    rm a.db*
    run --separate-stderr store --skip-bad-lines a.db m
    assert_equal "$status" 0
    assert_equal "$stderr" 'store: 1 lines could not be taken and were skipped'
    assert_equal "$(query a.db 'SELECT group_concat(track_id) FROM saved_tracks')" t1,t2
    assert_equal "$(query a.db 'PRAGMA foreign_key_check')" ''
}

@test "a line that cannot be taken ends it with one sentence, and nothing before it is lost" {
    bad_line 'not JSON' '{"type":'
    bad_line 'not JSON' $'{"type":"\xff"}'
    bad_line 'not a message' '[]'
    bad_line 'not a message' '{"stream":"saved_tracks"}'
    bad_line 'there is no message of type "REC"' '{"type":"REC","stream":"saved_tracks"}'
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
    assert_equal "$(query a.db 'SELECT count(*) FROM saved_tracks')" 2
}

# tracks FIRST LAST: so many saved tracks
tracks() {
    seq "$1" "$2" | sed "s/.*/$(record saved_tracks $T1 '{"id":"t&","name":"Song","artists":[{"id":"ar1"}]}')/"
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

@test "a row that an index of the user refuses is a bad line" {
    store a.db </dev/null
    query a.db 'CREATE UNIQUE INDEX mine ON tracks (name)'
    for i in {1..9000}; do
        printf '{"type":"RECORD","stream":"saved_tracks","record":{"id":"t%d","name":"n%d"}}\n' "$i" $((i % 8000))
    done >m
    run store --skip-bad-lines a.db m
    assert_success
    assert_output 'store: 1000 lines could not be taken and were skipped'
    assert_equal "$(query a.db 'SELECT count(*) FROM saved_tracks')" 8000
}

@test "of an input that is stored in many parts nothing before a bad line is lost" {
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
        assert_equal "$(query a.db 'SELECT count(*), max(seen_at) FROM tracks')" "24000|$T1"
        assert_equal "$(query a.db "SELECT count(*) FROM artists WHERE id = 'y'")" 0
        rm a.db*
        run store -q --skip-bad-lines a.db m
        assert_success
        assert_equal "${lines[*]: -1}" '{"type":"STATE","value":2}'
        assert_equal "$(query a.db 'SELECT count(*) FROM tracks')" 24010
    done
}

@test "what is stored is committed and told when no more input is there, however much came before" {
    local line
    mkfifo input told
    store -q a.db <input >told 3>&- &
    exec 8>input 9<told
    # batches are full with these
    { tracks 1 9999 && echo '{"type":"STATE","value":1}'; } >&8
    read -r -t 60 line <&9
    assert_equal "$line" '{"type":"STATE","value":1}'
    assert_equal "$(query a.db 'SELECT count(*) FROM tracks')" 9999
    query a.db 'PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; COMMIT'
    exec 8>&-
    wait $!
}

@test "an unknown stream is reported once and skipped; other messages of Singer are let be" {
    {
        echo '{"type":"SCHEMA","stream":"saved_tracks","key_properties":["id"],"schema":{}}'
        echo '{"type":"ACTIVATE_VERSION","stream":"saved_tracks","version":1}'
        record shows $T1 '{"id":"a"}'
        record shows $T1 '{"id":"b"}'
        record saved_tracks $T1 "$(track t1 Song 2025-05-05T05:05:05Z)"
    } >m
    run store a.db m
    assert_success
    assert_output "store: the stream 'shows' is unknown here; its records are skipped"
    assert_equal "$(query a.db 'SELECT count(*) FROM saved_tracks')" 1
}

@test "a playlist is never half old and half new" {
    {
        record playlist_items $T1 "$(item 0 x S1)"
        record playlist_items $T1 "$(item 1 y S1)"
        record playlists $T1 "$(playlist S1 2)"
        record playlist_items $T2 "$(item 0 z S2)"
    } | store a.db
    assert_equal "$(query a.db 'SELECT group_concat(uri) FROM playlist_items')" x,y
    # A count that the items do not reach changes the list's own fields only.
    record playlists $T2 "$(playlist S2 2)" | store a.db
    assert_equal "$(query a.db 'SELECT group_concat(uri) FROM playlist_items')" x,y
    assert_equal "$(query a.db 'SELECT snapshot_id, items_snapshot_id FROM playlists')" 'S2|S1'
    {
        record playlist_items $T3 "$(item 0 z S2)"
        record playlist_items $T3 '{"playlist_id":"p1","position":1,"snapshot_id":"S2","kind":"unavailable","track":null}'
        record playlist_items $T3 '{"playlist_id":"p1","position":2,"_sdc_deleted_at":"2026-11-25T18:00:00Z"}'
        record playlists $T3 "$(playlist S2 2)"
    } | store a.db
    assert_equal "$(query a.db 'SELECT group_concat(position || kind || ifnull(uri, 0)) FROM playlist_items')" 0trackz,1unavailable0
    assert_equal "$(query a.db 'SELECT snapshot_id, items_snapshot_id FROM playlists')" 'S2|S2'
    assert_equal "$(query a.db 'SELECT count(*) FROM playlist_items_waiting')" 0
}

@test "a playlist that is told again with the items it is known to have stays as it is" {
    local left
    {
        record playlist_items $T1 "$(item 0 x S1)"
        record playlist_items $T1 "$(item 1 y S1)"
        record playlists $T1 "$(playlist S1 2)"
    } >first
    # What a killed sync left waiting: nothing, a part of the same items, or all of them.
    for left in 0 1 2; do
        rm -f a.db*
        store a.db first
        {
            ((left < 1)) || record playlist_items $T2 "$(item 0 x S1)"
            ((left < 2)) || record playlist_items $T2 "$(item 1 y S1)"
        } | store a.db
        {
            record playlists $T3 "$(playlist S1 2)"
            echo '{"type":"STATE","value":{"bookmarks":{"playlists":{}}}}'
        } | store a.db >states
        assert_equal "$(jq -c '.value.bookmarks.playlists | [.new, .updated]' states)" '[0,0]'
        assert_equal "$(query a.db "SELECT group_concat(position || uri) FROM playlist_items;
            SELECT snapshot_id, items_snapshot_id, total_items FROM playlists;
            SELECT count(*) FROM playlist_items_waiting; SELECT count(*) FROM playlist_item_changes")" '0x,1y
S1|S1|2
0
0'
    done
}

@test "a library belongs to one account" {
    record account $T1 '{"id":"me"}' | store a.db
    record account $T2 '{"id":"me"}' | store a.db
    run store a.db < <(record account $T2 '{"id":"you"}')
    assert_failure 65
    assert_output 'store: standard input, line 1: the library belongs to another account'
}

@test "files that are not a library of this version are refused" {
    query newer.db 'PRAGMA application_id = 1936749433; PRAGMA user_version = 99; CREATE TABLE t (a)'
    run store newer.db </dev/null
    assert_failure 78
    assert_output --partial 'newer'
    query other.db 'PRAGMA application_id = 5; CREATE TABLE t (a)'
    md5sum newer.db other.db >sums
    run store other.db </dev/null
    assert_failure 78
    run store newer.db </dev/null
    assert_failure 78
    md5sum --check --quiet sums
    query same-names.db 'CREATE TABLE tracks (a)'
    run store same-names.db </dev/null
    assert_failure 78
    assert_output --partial 'same-names.db cannot be made a library: table tracks already exists'
    echo 'this is text and no database at all, however long it is made' >text.db
    run store text.db </dev/null
    assert_failure 74
    assert_output --partial 'cannot open text.db: file is not a database'
    run store no/such/a.db </dev/null
    assert_failure 74
    assert_output --partial 'cannot open no/such/a.db'
    for name in '' :memory:; do
        run store "$name" </dev/null
        assert_failure 64
        assert_output "store: '$name' is not the name of a file"
    done
    store 'file:a.db?mode=memory' </dev/null
    [ -s 'file:a.db?mode=memory' ]
    run store a.db no-such-file
    assert_failure 74
    assert_output --partial 'cannot open no-such-file'
}

@test "eight store processes and the sqlite3 CLI begin one library at once" {
    local i pid
    record saved_tracks $T1 "$(track t1 Song 2025-05-05T05:05:05Z)" >m
    for i in {1..20}; do
        rm -f a.db*
        pids=()
        for _ in {1..8}; do
            store a.db m &
            pids+=($!)
        done
        sqlite3 -cmd '.timeout 60000' a.db 'CREATE TABLE mine (a); INSERT INTO mine VALUES (1)' &
        pids+=($!)
        for pid in "${pids[@]}"; do
            wait "$pid"
        done
        assert_equal "$(query a.db 'SELECT count(*) FROM saved_tracks; SELECT count(*) FROM mine')" $'1\n1'
    done
}

@test "a kill at any moment leaves whole batches, and every STATE vouches for its rows" {
    local i state checked=0
    for i in {1..4000}; do
        record saved_tracks $T1 "$(printf '{"id":"t%d","name":"n","artists":[{"id":"a%d"}]}' "$i" "$i")"
        echo "{\"type\":\"STATE\",\"value\":$i}"
    done >m
    for i in {1..20}; do
        rm -f a.db* out
        { while IFS= read -r line; do printf '%s\n' "$line"; done <m; } 2>/dev/null |
            exec store a.db >out 2>/dev/null &
        # However slow the machine is, it has told something half of the times.
        ((i % 2)) || until_true 60 test -s out
        sleep "0.0$((RANDOM % 10))"
        sleep "0.$((RANDOM % 4))"
        kill -9 $! || true
        wait $! || true
        [ -s a.db ] || continue
        assert_equal "$(query a.db 'PRAGMA integrity_check')" ok
        [ -s out ] || continue
        state=$(tail -n 1 out | jq .value)
        [ "$(query a.db 'SELECT count(*) FROM saved_tracks')" -ge "$state" ]
        checked=$((checked + 1))
    done
    ((checked >= 10))
}
