# dump: the library as messages, from which store makes an equal one.
# shellcheck disable=SC2030,SC2031,SC2086 # T1 and the like are single words; bats runs each test in a subshell

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

# equal_again DB: its dump makes an equal library, also if it is stored twice, whose dump has the same bytes.
equal_again() {
    rm -f again.db*
    dump "$1" >dumped
    store again.db dumped
    "$BATS_TEST_DIRNAME/same-contents" "$1" again.db
    dump again.db | cmp dumped
    store again.db dumped
    "$BATS_TEST_DIRNAME/same-contents" "$1" again.db
}

# What is in a dump is declared. (What is known by its id alone has no time.)
keeps_the_rules() {
    assert_equal "$(breaches dumped | grep -v '^time_extracted is a null$')" ''
}

@test "the dump of an account with everything in it, edited and synced again, makes an equal library" {
    stand_in --tracks 120 --playlists 5 --saved-albums 4 --followed-artists 4 --saved-shows 3 --saved-episodes 5 \
        --saved-audiobooks 2
    spotify-sync -q --db a.db
    control 'play?track=3&at=2026-11-20T12:00:55.000Z'
    control 'change?do=remove&count=3'
    control 'change?do=add&count=2'
    control 'change?do=playlist-remove&index=1'
    control 'change?do=playlist-reorder&index=2'
    for kind in unsave-album unfollow unsave-show unsave-episode unsave-audiobook; do
        control "change?do=$kind"
    done
    spotify-sync -q --db a.db plays
    spotify-sync -q --db a.db --full
    equal_again a.db
    keeps_the_rules
    assert_equal "$(jq -r 'select(.type == "RECORD").stream' dumped | uniq | head -n 4 | tr '\n' ' ')" 'account artists albums tracks '
    "$BATS_TEST_DIRNAME/same-library" again.db
}

@test "a dump keeps removals and returns, gone items, stubs, doubts and refusals" {
    {
        record saved_tracks $T1 "$(track t1 One 2025-05-05T05:05:05Z)"
        record saved_tracks $T2 '{"id":"t1","_sdc_deleted_at":"2026-11-24T18:00:00Z"}'
        record saved_tracks $T3 "$(track t1 Uno 2026-11-25T05:05:05Z)"
        record saved_tracks $T1 "$(track t2 $'T\\u0000\\u007f\\n\\ud800é' 2025-05-05T05:05:05Z)"
        record saved_tracks $T3 '{"id":"t2","_sdc_deleted_at":"2026-11-24T18:00:00Z"}'
        record saved_tracks $T2 '{"id":"t3","_sdc_deleted_at":"2026-11-24T18:00:00Z"}'
        record saved_tracks $T2 '{"id":"t4","name":"No album","artists":[{"id":null,"name":"Nobody"},{"id":"ar2"},null]}'
        record saved_albums $T1 '{"id":"al2","added_at":null,"name":"Full","label":"L","artists":[{"id":"ar9"}]}'
        record saved_albums $T2 '{"id":"al2","added_at":null,"name":"Less is told"}'
        record albums $T3 '{"id":"al2","unavailable_at":"2026-11-25T18:00:00Z"}'
        record albums $T2 '{"id":"al3"}'
        record artists $T1 '{"id":"ar1","name":"One","genres":["b","a"],"popularity":5}'
        record artists $T2 '{"id":"ar1","unavailable_at":"2026-11-25T18:00:00Z"}'
        record artists $T3 '{"id":"ar1","name":"One","genres":[]}'
        record followed_artists $T1 '{"id":"ar7"}'
        record saved_audiobooks $T1 '{"id":"b1","name":"Book","authors":[{"name":"A"},{"name":null},{"name":"C"}]}'
        record saved_audiobooks $T3 '{"id":"b1","name":"Book","authors":[{"name":"A"},{"name":null},{"name":"C"}]}'
        record saved_episodes $T1 '{"id":"e1","name":"E","show":{"id":"s1","name":"Show"}}'
        record saved_episodes $T2 '{"id":"e1","name":"E","show":{"id":"s2","name":null}}'
        record plays $T2 '{"played_at":"2026-11-20T12:00:55Z","track_id":"t1","context_uri":"c","track":{"name":"Other"}}'
        record plays $T2 '{"played_at":"2026-11-20T13:00:55.123Z","track_id":"t9"}'
        record streaming_history 2026-01-01T00:00:00.000000Z '{"ts":"2026-01-01T00:00:00Z","uri":"spotify:track:h1",
            "ms_played":5,"track_id":"h1","name":"Heard","skipped":true,"country":"NL"}' | tr -d '\n'
        echo
        record streaming_history 2026-01-01T00:00:00.000000Z '{"ts":"2026-01-01T00:00:00Z","uri":"","ms_played":5,"artist":"A"}'
        reading $T1 S1 a,A,I1 b,B,I2 a,A,I1
        reading $T2 S2 a,A,I1 c,C,I3
        record playlists $T3 '{"id":"p1","name":"Mix","snapshot_id":"S3","items_doubted":"2/1","items_refused":true}'
        record playlists $T3 '{"id":"p2","_sdc_deleted_at":"2026-11-24T18:00:00Z"}'
        record playlists $T1 '{"id":"p4","name":"Theirs","snapshot_id":"S1","items_doubted":"refused"}'
        record playlists $T2 '{"id":"p4","name":"Theirs","snapshot_id":"S2","items_refused":true}'
        record playlists $T3 '{"id":"p5","name":"Theirs","snapshot_id":"S1","items_doubted":"refused"}'
        record playlists $T1 '{"id":"p3","name":"Empty","snapshot_id":"S","items_snapshot_id":"S","items_total":0}'
        record account $T1 '{"id":"me","account_id":"A1"}'
    } >made
    store a.db made
    equal_again a.db
    keeps_the_rules
    # A record of what was removed holds what is known of it.
    run -0 jq -c 'select(.stream == "saved_tracks" and .record.id == "t2") | [.time_extracted, .record._sdc_deleted_at, .record.name]' dumped
    assert_line --index 0 '["2026-11-23T18:00:00.000000Z",null,"T�\u007f\n�é"]'
    assert_line --index 1 '["2026-11-25T18:00:00.000000Z","2026-11-24T18:00:00Z","T�\u007f\n�é"]'
}

@test "--stream prints one stream, and --since what is new" {
    {
        record saved_tracks $T1 "$(track t1 One 2025-05-05T05:05:05Z)"
        record saved_tracks $T3 '{"id":"t1","_sdc_deleted_at":"2026-11-24T18:00:00Z"}'
        record saved_tracks $T2 "$(track t2 Two 2025-05-05T05:05:05Z)"
        reading $T1 S1 a,A,I1
    } | store a.db
    run -0 --separate-stderr jq -c '[.type, .stream, .record.id]' <(dump --stream playlist_items --stream saved_albums a.db)
    assert_output $'["SCHEMA","playlist_items",null]\n["SCHEMA","saved_albums",null]\n["RECORD","playlist_items",null]'
    run -0 jq -c 'select(.type == "RECORD") | [.record.id, .record._sdc_deleted_at]' \
        <(dump --stream saved_tracks --since 2026-11-24 a.db)
    assert_output $'["t1","2026-11-24T18:00:00Z"]\n["t2",null]'
    run -0 jq -c 'select(.type == "RECORD") | .stream' <(dump --since 2026-11-25T20:00:00+02:00 a.db)
    assert_output '"saved_tracks"'
    run -64 dump --stream tracks --stream nothing a.db
    assert_output --partial "dump: unknown stream 'nothing'; the streams are account, albums, "
    run -64 dump --since yesterday a.db
    assert_output "dump: 'yesterday' is not a time; give a date, as 2026-11-23, or 2026-11-23T18:00:00Z"
}

@test "a file that is no library, or one of another version, is refused with a sentence" {
    run -74 dump nothing.db
    assert_output 'dump: cannot open nothing.db: No such file or directory'
    : >empty.db
    run -78 dump empty.db
    assert_output 'dump: empty.db holds no library; give another file'
    seq 10000 >text
    run -78 dump text
    assert_output 'dump: text is not a database; give another file'
    run -78 dump .
    assert_output 'dump: . is not a regular file; give another file'
    sql other.db 'CREATE TABLE t (a); PRAGMA application_id = 5'
    run -78 dump other.db
    assert_output 'dump: other.db is a database of another program'
    store a.db </dev/null
    sql a.db 'PRAGMA user_version = 3'
    run -78 dump a.db
    assert_output --regexp '^dump: a.db has schema version 3, older than this program.s [0-9]+; `store` or a sync brings it up to date$'
    sql a.db 'PRAGMA user_version = 1000'
    run -78 dump a.db
    assert_output --partial 'a.db has schema version 1000, newer than'
}

@test "a reader that goes away ends a dump by SIGPIPE, and a full disk with a sentence" {
    tracks 1 2000 | store a.db
    run -0 bash -c 'dump a.db | head -n 1 >/dev/null; exit $((PIPESTATUS[0] != 141))'
    run -74 bash -c 'dump a.db >/dev/full'
    assert_output 'dump: cannot write to standard output: No space left on device'
}

@test "a dump shows the library as it was at one moment while others write" {
    tracks 1 3000 | store a.db
    mkfifo pipe
    dump --stream saved_tracks --stream tracks a.db >pipe &
    exec {dumped}<pipe
    read -r -n 5 -u "$dumped" _
    tracks 3001 3100 | store a.db
    sql a.db 'DELETE FROM saved_tracks WHERE rowid % 2'
    assert_equal "$(grep -c '"stream":"saved_tracks","record"' <&"$dumped")" 3000
    wait $!
}

@test "the dump of a library of an older version, once it is migrated, makes an equal library" {
    local version
    for version in library migrate/2 migrate/3 migrate/4 migrate/5; do
        sqlite3 old.db <"$BATS_TEST_DIRNAME/../schema/$version.sql"
    done
    sql old.db "INSERT INTO account VALUES ('me', '$T1');
        INSERT INTO artists (id, name, fetched_at, seen_at, missed_at, missed_seen_at) VALUES
            ('ar1', 'One', '2026-11-23T18:00:00Z', '$T1', '2026-11-24T18:00:00Z', '$T2'),
            ('ar2', NULL, NULL, '$T2', NULL, ''), ('ar3', 'Older than its track', NULL, '$T1', NULL, '');
        INSERT INTO artist_genres VALUES ('ar1', 'x');
        INSERT INTO albums (id, name, seen_at) VALUES ('al1', 'Older than its track', '$T1'), ('al2', NULL, '$T1');
        INSERT INTO album_artists VALUES ('al1', 1, 'ar3');
        INSERT INTO tracks (id, name, album_id, explicit, isrc, uri, fetched_at, seen_at) VALUES
            ('t1', 'Song', 'al1', 1, 'us-rc1-76-07839', 'spotify:track:t1', '2026-11-24T18:00:00Z', '$T2'),
            ('t2', 'Heard', NULL, NULL, NULL, NULL, NULL, '$T1'), ('t3', NULL, NULL, NULL, NULL, NULL, NULL, '');
        INSERT INTO track_artists VALUES ('t1', 0, 'ar3'), ('t1', 2, 'ar2');
        INSERT INTO saved_tracks (track_id, added_at, place, seen_at, deleted_at, deletion_seen_at) VALUES
            ('t1', '2025-01-01T00:00:00Z', 4, '$T2', '2026-11-23T18:00:00Z', '$T1'), ('t3', NULL, NULL, '', '2026-11-25T18:00:00Z', '$T3');
        INSERT INTO playlists (id, name, owner_id, snapshot_id, items_snapshot_id, items_refused_snapshot_id, total_items, fetched_at, seen_at)
            VALUES ('p1', 'Less than it counts', 'me', 'S1', 'S1', NULL, 2, '2026-11-24T18:00:00Z', '$T2'),
                   ('p2', 'Refused', 'other', 'S2', NULL, 'S2', 1, '2026-11-24T18:00:00Z', '$T2');
        INSERT INTO playlist_readings VALUES ('p1', '$T1', 'S0'), ('p1', '$T2', 'S1');
        INSERT INTO playlist_items VALUES ('p1', 0, '2025-01-01T00:00:00Z', '', 'track', 't1', 'spotify:track:t1', 'Song');
        INSERT INTO playlist_item_history VALUES ('p1', 'spotify:track:t1', '2025-01-01T00:00:00Z', 1, 'Song', '$T1', '$T2'),
            ('p1', 'spotify:track:null', '', 1, 'A', '$T1', '$T1'), ('p1', 'spotify:track:null', '', 2, 'B', '$T1', '$T1');
        INSERT INTO streaming_history (ts, uri, ms_played, names, track_id, name) VALUES
            ('2026-11-23T18:00:00Z', 'spotify:track:t2', 61500, '', 't2', 'Heard'), ('2026-11-20T11:00:00Z', 'spotify:track:t1', 5, '', 't1', 'Song');
        INSERT INTO plays (played_at, track_id) VALUES ('2026-11-20T11:00:55Z', 't1'), ('2026-11-20T11:00:55.000Z', 't1')"
    record account $T1 '{"id":"me"}' | store old.db
    equal_again old.db
    assert_equal "$(sql again.db "SELECT id, items_snapshot_id IS NULL, items_doubted FROM playlists")" $'p1|1|2/1\np2|1|'
}
