# store: a STATE comes out when everything before it is on disk, whatever happens meanwhile.
# shellcheck disable=SC2030,SC2031,SC2086 # T1 and the like are single words; bats runs each test in a subshell, and sets stderr

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

@test "a STATE comes out once its records are on disk, with the numbers of new and updated rows" {
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
    run sql a.db "SELECT DISTINCT seen_at FROM saved_tracks"
    assert_output "$T3"
}

@test "a STATE without bookmarks passes unchanged, the newest of a batch only" {
    printf '%s\n' '{"type":"STATE","value":{"a":1}}' '{"value" : 5 , "type":"STATE"}' >m
    run store a.db m
    assert_output '{"value" : 5 , "type":"STATE"}'
}

@test "records are committed while store waits for more input" {
    local line
    mkfifo pipe told
    store a.db <pipe >told 3>&- &
    exec 5>pipe 6<told
    record saved_tracks $T1 "$(track t1 Song 2025-05-05T05:05:05Z)" >&5
    echo '{"type":"STATE","value":1}' >&5
    read -r -t 60 line <&6
    assert_equal "$line" '{"type":"STATE","value":1}'
    assert_equal "$(sql a.db 'SELECT count(*) FROM saved_tracks')" 1
    sql a.db 'BEGIN IMMEDIATE; ROLLBACK'
    exec 5>&-
    wait $!
}

@test "store commits what it has when its input pauses, however much came before" {
    local line
    mkfifo input told
    store -q a.db <input >told 3>&- &
    exec 8>input 9<told
    # batches are full with these
    { tracks 1 9999 && echo '{"type":"STATE","value":1}'; } >&8
    read -r -t 60 line <&9
    assert_equal "$line" '{"type":"STATE","value":1}'
    assert_equal "$(sql a.db 'SELECT count(*) FROM tracks')" 9999
    sql a.db 'PRAGMA busy_timeout = 0; BEGIN IMMEDIATE; COMMIT'
    exec 8>&-
    wait $!
}

@test "eight store processes and the sqlite3 CLI can create one library at the same time" {
    local i pid
    record saved_tracks $T1 "$(track t1 Song 2025-05-05T05:05:05Z)" >m
    for i in {1..20}; do
        rm -f a.db*
        pids=()
        for _ in {1..8}; do
            store a.db m &
            pids+=($!)
        done
        # A table of its own would make the file another program's, if it came first.
        sqlite3 -cmd '.timeout 60000' a.db 'BEGIN IMMEDIATE; COMMIT' &
        pids+=($!)
        for pid in "${pids[@]}"; do
            wait "$pid"
        done
        assert_equal "$(sql a.db 'SELECT count(*) FROM saved_tracks')" 1
    done
}

@test "a kill at any moment leaves whole batches, and every STATE vouches for its rows" {
    local i state checked=0
    tracks 1 4000 | awk '{ print; printf "{\"type\":\"STATE\",\"value\":%d}\n", NR }' >m
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
        assert_equal "$(sql a.db 'PRAGMA integrity_check')" ok
        [ -s out ] || continue
        state=$(tail -n 1 out | jq .value)
        [ "$(sql a.db 'SELECT count(*) FROM saved_tracks')" -ge "$state" ]
        checked=$((checked + 1))
    done
    ((checked >= 10))
}

@test "a kill while a file is stored leaves its beginning, and the same file completes it" {
    local calls i state killed=0
    seq 30000 | awk '{ id = sprintf("%05d", $1 * 7919 % 30011)
        printf "{\"type\":\"RECORD\",\"stream\":\"saved_tracks\",\"record\":{\"id\":\"%s\",\"place\":%d,\"name\":\"Song\",", id, NR
        printf "\"artists\":[{\"id\":\"a%s\"}]},\"time_extracted\":\"2026-11-23T18:00:00.000000Z\"}\n", substr(id, 3)
        printf "{\"type\":\"STATE\",\"value\":%d}\n", NR }' >m
    export KILL_AT_LOG=$PWD/log KILL_AT_SIDE=before KILL_AT_POINT='store pwrite64 *-wal*'
    preloaded kill-at store -q whole.db m >out
    assert_equal "$(tail -n 1 out)" '{"type":"STATE","value":30000}'
    calls=$(wc -l <log)
    # The first quarter writes the tables.
    for i in 4 6 8; do
        rm -f a.db* log
        run preloaded kill-at KILL_AT_NUMBER=$((calls * i / 9)) store -q a.db m
        state=$(jq -s 'last.value // 0' <<<"$output")
        ((status == 0)) || killed=$((killed + 1))
        assert_equal "$(sql a.db 'PRAGMA integrity_check')" ok
        run sql a.db "SELECT count(*) >= $state, count(*) = ifnull(max(place), 0) FROM saved_tracks"
        assert_output '1|1'
        store -q a.db m >out
        diff <(contents whole.db) <(contents a.db)
    done
    ((killed >= 2))
}
