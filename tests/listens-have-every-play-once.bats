# The view `listens`: plays of the API and rows of the streaming history, each play once.

load helper
setup() { begin_test; }
teardown() { end_test; }

# play PLAYED_AT ID NAME ARTIST [ISRC]: the message of a play.
play() {
    jq -nc --arg at "$1" --arg id "$2" --arg name "$3" --arg artist "$4" --arg isrc "${5-}" '
        {type: "RECORD", stream: "plays", time_extracted: "2026-01-01T00:00:00.000000Z",
         record: {played_at: $at, track_id: $id, context_uri: null,
                  track: {id: $id, name: $name, artists: [{id: "a\($artist)", name: $artist}],
                          external_ids: (if $isrc == "" then {} else {isrc: $isrc} end)}}}'
}

# row TS MS ID NAME ARTIST: a row of an export.
row() {
    jq -nc --arg ts "$1" --argjson ms "$2" --arg id "$3" --arg name "$4" --arg artist "$5" '
        [{ts: $ts, ms_played: $ms, spotify_track_uri: "spotify:track:\($id)",
          master_metadata_track_name: $name, master_metadata_album_artist_name: $artist}]'
}

# minute TIME MS NAME ARTIST: a row of the account data.
minute() {
    jq -nc --arg time "$1" --argjson ms "$2" --arg name "$3" --arg artist "$4" \
        '[{endTime: $time, msPlayed: $ms, trackName: $name, artistName: $artist}]'
}

listens() {
    sql "$1" "SELECT listened_at, name, source FROM listens ORDER BY listened_at, source, name"
}

@test "2,000 plays of the API over an export: every play once, whatever is stored first" {
    mkdir export
    "${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/made-history" --rows 6000 --files 4 --plays 2000 export api truth
    read-history export >rows
    cat rows api | store a.db >/dev/null
    shuf --random-source=truth api | cat - rows | store b.db >/dev/null
    (
        head -n 1000 api
        tac rows | grep -v SCHEMA
        tail -n +900 api
        cat rows
    ) | store c.db >/dev/null
    for database in a.db b.db c.db; do
        diff <(sql $database 'SELECT listened_at, uri, ms_played FROM listens' | sort) <(sort truth)
        sql $database '.dump streaming_history' '.dump listen_matches' >"$database.dump"
        cmp a.db.dump $database.dump
    done
    assert_equal "$(sql a.db "SELECT source, count(*) FROM listens GROUP BY source")" \
        $'api|200\nboth|2000\nexport|3400'
}

@test "a play is a row by its end or its start, up to a minute away, and the same track by id, ISRC or names" {
    (
        row 2020-01-01T10:10:00Z 200000 t1 One A
        row 2020-01-01T11:10:00Z 200000 t2 Two B
        row 2020-01-01T12:10:00Z 200000 t3 Three C
        row 2020-01-01T13:10:00Z 200000 t4 Four D
        row 2020-01-01T14:10:00Z 200000 t5 Five E
    ) | read-history | store a.db >/dev/null
    (
        play 2020-01-01T10:11:00.000Z t1 Other X # 60 s after the end
        play 2020-01-01T11:07:40.900Z x2 Other X qq-abc-0000002
        play 2020-01-01T12:06:40.000Z x3 Three C # the start
        play 2020-01-01T13:11:01.000Z t4 Four D  # 61 s
        play 2020-01-01T14:10:00.000Z x5 Five X  # another artist
        echo '{"type":"RECORD","stream":"saved_tracks","record":{"id":"t2","added_at":"2020-01-01T00:00:00Z","place":0,"name":"Two","external_ids":{"isrc":"QQABC0000002"}},"time_extracted":"2026-01-02T00:00:00.000000Z"}'
    ) | store a.db >/dev/null
    run listens a.db
    assert_output "2020-01-01T10:06:40Z|One|both
2020-01-01T11:06:40Z|Two|both
2020-01-01T12:06:40Z|Three|both
2020-01-01T13:06:40Z|Four|export
2020-01-01T13:11:01.000Z|Four|api
2020-01-01T14:06:40Z|Five|export
2020-01-01T14:10:00.000Z|Five|api"
}

@test "an ISRC that is learned, or changes, later has the same effect as one known from the start" {
    row 2020-01-01T11:10:00Z 200000 t2 Two B | read-history >past
    play 2020-01-01T11:10:10Z x2 Other X QQABC0000002 >play
    saved() { # ISRC TIME
        echo '{"type":"RECORD","stream":"saved_tracks","record":{"id":"t2","added_at":"2020-01-01T00:00:00Z","place":0,"name":"Two","external_ids":{"isrc":"'"$1"'"}},"time_extracted":"2026-01-0'"$2"'T00:00:00.000000Z"}'
    }
    cat past play | store a.db >/dev/null
    assert_equal "$(sql a.db 'SELECT count(*) FROM listens')" 2
    saved QQABC0000002 2 | store a.db
    assert_equal "$(sql a.db 'SELECT source FROM listens')" both
    saved QQABC0000009 3 | store a.db
    assert_equal "$(sql a.db 'SELECT count(*) FROM listens')" 2
    (
        saved QQABC0000009 3
        saved QQABC0000002 2
        cat play past
    ) | store b.db >/dev/null
    assert_equal "$(listens b.db)" "$(listens a.db)"
}

@test "one to one, the nearest first, and as many as can be" {
    # Two plays near one row: the nearer is it.
    (row 2020-01-01T10:10:00Z 1000 t1 One A) | read-history | store a.db >/dev/null
    (
        play 2020-01-01T10:10:40Z t1 One A
        play 2020-01-01T10:10:20Z t1 One A
    ) | store a.db >/dev/null
    run listens a.db
    assert_output "2020-01-01T10:09:59Z|One|both
2020-01-01T10:10:40Z|One|api"
    # A song on repeat: each end is the next one's start, and no play is left over.
    local convention
    for convention in start end; do
        rm -f b.db*
        for minute in 10 13 16 19 22; do row 2020-01-01T10:$minute:00Z 180000 t1 One A; done |
            read-history | store b.db >/dev/null
        for minute in 10 13 16 19 22; do
            [[ $convention == end ]] || minute=$(printf %02d $((minute - 3)))
            play 2020-01-01T10:$minute:00Z t1 One A
        done | store b.db >/dev/null
        assert_equal "$(sql b.db "SELECT source, count(*) FROM listens GROUP BY 1")" 'both|5'
    done
}

@test "rows in minutes count only where no rows in seconds stand around them" {
    (
        minute '2020-01-01 09:00' 60000 Before A
        minute '2020-01-02 10:10' 60000 Same A
        minute '2020-01-20 10:10' 60000 Covered A
        minute '2020-06-01 09:00' 60000 Hole A
        minute '2021-01-01 09:00' 60000 After A
        row 2020-01-02T10:10:41Z 60000 t1 Same A
        row 2020-01-25T10:10:41Z 60000 t2 Other A
        row 2020-12-25T10:10:41Z 60000 t2 Other A
    ) >rows
    read-history <rows | store a.db >/dev/null
    tac rows | read-history | store b.db >/dev/null
    run listens a.db
    assert_output "2020-01-01T08:59:00Z|Before|account
2020-01-02T10:09:41Z|Same|export
2020-01-25T10:09:41Z|Other|export
2020-06-01T08:59:00Z|Hole|account
2020-12-25T10:09:41Z|Other|export
2021-01-01T08:59:00Z|After|account"
    assert_equal "$(listens b.db)" "$output"
    # A play of the API may be any second of a minute; a row that is left aside takes none away.
    (
        play 2021-01-01T09:01:50Z x1 After A
        play 2020-01-20T10:10:10Z x1 Covered A
    ) | store a.db >/dev/null
    assert_equal "$(sql a.db "SELECT source FROM listens WHERE name = 'After'")" both
    assert_equal "$(sql a.db "SELECT source FROM listens WHERE name = 'Covered'")" api
}

@test "a listen is exported with its artist, also where only the history names the track" {
    row 2020-01-01T10:10:00Z 200000 t1 One A | read-history | store a.db >/dev/null
    run -0 env export --to text --listens a.db
    assert_output $'2020-01-01T10:06:40Z\tA\tOne\t\tspotify:track:t1'
}

# converted FILE: what convert prints of the listens in the messages, which must be what the library and its dump have.
converted() {
    rm -f a.db*
    store a.db "$1" >/dev/null
    convert --to text --listens "$1" >converted
    diff converted <(env export --to text --listens a.db) && diff converted <(dump a.db | convert --to text --listens) || return
    cut -f 1,5 converted
}

@test "messages that are converted have the listens of the library that they make" {
    mkdir export
    "${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/made-history" --rows 1500 --files 2 --plays 500 export api truth
    (read-history export && cat api) >messages
    run -0 converted messages
    assert_equal "${#lines[@]}" "$(wc -l <truth)"
    # Two plays of one song in a row, the first of which is the row; and a row whose ISRC another message tells.
    (
        row 2020-01-01T10:00:45Z 45000 t1 One A | read-history
        play 2020-01-01T10:00:45.000Z t1 One A
        play 2020-01-01T10:01:30.000Z t1 One A
        row 2020-01-01T11:03:00Z 180000 t2 Two B | read-history
        play 2020-01-01T11:03:00.000Z x2 Other X QQABC0000002
        echo '{"type":"RECORD","stream":"saved_tracks","record":{"id":"t2","added_at":"2020-01-01T00:00:00Z","place":0,"name":"Two","artists":[{"id":"aB","name":"B"}],"uri":"spotify:track:t2","external_ids":{"isrc":"qq-abc-0000002"}},"time_extracted":"2026-01-02T00:00:00.000000Z"}'
    ) >messages
    local of_both=$'2020-01-01T10:00:00Z\tspotify:track:t1\n2020-01-01T10:01:30.000Z\tspotify:track:t1\n2020-01-01T11:00:00Z\tspotify:track:t2'
    run -0 converted messages
    assert_output "$of_both"
    tac messages >turned
    run -0 converted turned
    assert_output "$of_both"
    # One moment in two spellings, and a time in minutes.
    (
        cat messages
        play 2020-01-01T10:01:30Z t1 One A
        play 2021-01-01T09:01:50Z x1 After A
        minute '2021-01-01 09:00' 60000 After A | read-history
        minute '2020-01-01 09:00' 60000 Before A | read-history
    ) >added
    run -0 converted added
    assert_equal "$(sed '1d;$d' <<<"$output")" "$of_both"
}

@test "a month of listens is found by an index" {
    mkdir export
    "${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/made-history" --rows 100 --files 1 --plays 5 export api truth
    (
        read-history export
        cat api
    ) | store a.db >/dev/null
    run sql a.db "EXPLAIN QUERY PLAN
        SELECT * FROM listens WHERE listened_at >= '2015-03' AND listened_at < '2015-04'"
    assert_output --regexp 'SEARCH past USING INDEX streaming_history_by_start'
    refute_output --regexp 'SCAN (past|play|match|next|previous)'
}

@test "a library of version 3 knows the names of its plays" {
    for version in library migrate/2 migrate/3; do
        sqlite3 a.db <"$BATS_TEST_DIRNAME/../schema/$version.sql"
    done
    sql a.db "INSERT INTO plays VALUES ('2020-01-01T10:10:10Z', 'x1', NULL);
        INSERT INTO tracks (id, name, isrc) VALUES ('x1', 'One', 'qq-abc-0000001');
        INSERT INTO artists (id, name) VALUES ('a1', 'A');
        INSERT INTO track_artists VALUES ('x1', 0, 'a1')"
    row 2020-01-01T10:10:00Z 1000 t1 One A | read-history | store a.db >/dev/null
    assert_equal "$(listens a.db)" '2020-01-01T10:09:59Z|One|both'
    assert_equal "$(sql a.db 'SELECT name, artist, isrc FROM plays')" 'One|A|QQABC0000001'
}
