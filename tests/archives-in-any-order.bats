# store: the same messages give the same rows, however often and in whatever order they come.
# shellcheck disable=SC2030,SC2031,SC2086 # T1 and the like are single words; bats runs each test in a subshell, and sets stderr

load helper
load messages
setup() { begin_test; }
teardown() { end_test; }

@test "a saved track becomes rows, and stubs of its album and artists" {
    record saved_tracks $T1 "$(track t1 Song 2025-05-05T05:05:05Z)" | store a.db
    run sql a.db "SELECT track_id, added_at, removed_at, place, name, album_id, explicit, isrc,
        popularity IS NULL, fetched_at FROM saved_tracks JOIN tracks ON id = track_id"
    assert_output 't1|2025-05-05T05:05:05Z||1|Song|al1|0|X1|1|2026-11-23T18:00:00Z'
    run sql a.db "SELECT id, name, fetched_at IS NULL FROM artists ORDER BY id"
    assert_output $'ar1|One|1\nar2|Two|1'
    run sql a.db "SELECT * FROM track_artists; SELECT * FROM album_artists"
    assert_output $'t1|0|ar1\nt1|1|ar2\nal1|0|ar1'
    run sql a.db "PRAGMA journal_mode; PRAGMA user_version; PRAGMA foreign_key_check"
    assert_output $'wal\n'"$(newest_schema)"
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
    run sql a.db "SELECT id, name FROM tracks WHERE id IN ('t1', 't2', 't3');
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
    assert_equal "$(sql a.db "SELECT count(*) FROM album_artists WHERE album_id = 'al1'")" 0
    assert_equal "$(sql a.db 'SELECT items_refused_snapshot_id FROM playlists')" S1
}

@test "the newest time of all records is known, and none that a refused record has" {
    record artists $T2 '{"id":"ar1","name":"One"}' | store a.db
    record artists $T1 '{"id":"ar1","_sdc_deleted_at":"2026-11-23T18:00:00Z"}' | store a.db
    assert_equal "$(sql a.db 'SELECT * FROM newest_message')" "1|$T2"
    {
        record saved_albums $T3 '{"id":"al1"}'
        record saved_albums 2036-01-01T00:00:00.000000Z '{"name":"none"}'
    } | run -0 store --skip-bad-lines a.db
    assert_equal "$(sql a.db 'SELECT * FROM newest_message')" "1|$T3"
}

changes_of_items() {
    sql a.db 'SELECT uri, name, change, changed_at FROM playlist_item_changes ORDER BY changed_at, change, name'
}

@test "of items with one uri that names none of them, the one that went is named" {
    reading $T1 S1 spotify:track:null,A spotify:track:null,B spotify:track:null,C \
        spotify:local:::x:1,L spotify:local:::x:1,M >first
    reading $T2 S2 spotify:track:null,B spotify:track:null,C spotify:local:::x:1,L >second
    for order in 'first second' 'second first'; do
        rm -f a.db*
        # shellcheck disable=SC2086
        store a.db $order
        assert_equal "$(changes_of_items)" "spotify:track:null|A|removed|2026-11-24T18:00:00Z
spotify:local:::x:1|M|removed|2026-11-24T18:00:00Z"
    done
}

@test "a track that Spotify replaces by another of the same recording is no change of a playlist" {
    {
        reading $T1 S1 one,One,I1 two,Two,I2 twin-a,Twin,I3 twin-b,Twin,I3
        reading $T2 S2 uno,One,I1 two,Two,I2 twin-a,Twin,I3 twin-c,Twin,I3
    } | store a.db
    assert_equal "$(changes_of_items)" ''
    # Back to the first; one of the twins goes, and so does another recording.
    reading $T3 S3 one,One,I1 twin-c,Twin,I3 | store a.db
    assert_equal "$(changes_of_items)" "twin-a|Twin|removed|2026-11-25T18:00:00Z
two|Two|removed|2026-11-25T18:00:00Z"
}

@test "all that is stored stands in columns that every tool sees" {
    store a.db </dev/null
    assert_equal "$(sql a.db "SELECT count(DISTINCT tables.name) FROM pragma_table_list AS tables, pragma_table_info(tables.name) AS columns
            WHERE tables.type = 'table' AND columns.name IN ('removed_at', 'unavailable_at');
        SELECT tables.name FROM pragma_table_list AS tables, pragma_table_xinfo(tables.name) AS columns
            WHERE hidden <> 0 AND tables.type = 'table' AND tables.schema = 'main'")" 9
    assert_equal "$(sql a.db 'SELECT count(*) FROM pragma_table_list AS tables, pragma_foreign_key_list(tables.name) WHERE "to" IS NULL')" 0
}

@test "a new library is what migrations make of the oldest" {
    sqlite3 old.db <"$BATS_TEST_DIRNAME/../schema/library.sql"
    assert_equal "$(sql old.db 'PRAGMA user_version')" 1
    for library in old new; do
        store $library.db </dev/null
        sql $library.db .dump 'SELECT type, name, tbl_name FROM sqlite_schema ORDER BY rowid' \
            'PRAGMA application_id' 'PRAGMA user_version' 'PRAGMA integrity_check' >$library
    done
    cmp old new
    (($(wc -l <new) > 300))
}

@test "a library of version 5 is put right" {
    for version in library migrate/2 migrate/3 migrate/4 migrate/5; do
        sqlite3 a.db <"$BATS_TEST_DIRNAME/../schema/$version.sql"
    done
    sql a.db "INSERT INTO account VALUES ('me', '$T1');
        INSERT INTO artists (id, name, seen_at, missed_at, missed_seen_at) VALUES ('', 'none', '$T1', NULL, ''),
            ('a1', 'One', '$T1', '2026-11-24T18:00:00Z', '$T2');
        INSERT INTO albums (id, missed_at, missed_seen_at, seen_at, fetched_at) VALUES ('../x', NULL, '', '', NULL),
            ('al1', 'x', '$T1', '$T2', 'x');
        INSERT INTO tracks (id, album_id, isrc) VALUES ('t1', '../x', 'us-rc1-76-07839'), ('t2', 'al1', '');
        INSERT INTO track_artists VALUES ('t1', 0, ''), ('t1', 1, 'a1');
        INSERT INTO saved_tracks (track_id, seen_at, deleted_at, deletion_seen_at)
            VALUES ('t1', '$T1', '2026-11-25T18:00:00Z', '$T3'), ('t2', '$T2', '2026-11-23T18:00:00Z', '$T1');
        INSERT INTO playlists (id, owner_id, total_items, items_snapshot_id, items_refused_snapshot_id)
            VALUES ('p1', 'me', 2, 'S', NULL), ('p2', 'me', 0, NULL, 'S'), ('p3', 'other', 0, NULL, 'S'), ('p4', '', 1, 'S', NULL);
        INSERT INTO playlist_items (playlist_id, position, added_by, uri, name) VALUES ('p4', 0, '', 'spotify:track:t1', 'x');
        INSERT INTO playlist_item_history VALUES ('p4', 'spotify:track:t1', '', 1, 'x', '$T1', '$T1'),
            ('p4', 'spotify:track:null', '', 1, 'A', '$T1', '$T1'), ('p4', 'spotify:track:null', '', 2, 'B', '$T1', '$T1');
        INSERT INTO streaming_history (ts, uri, ms_played, names, track_id) VALUES ('2026-11-20T11:00:00Z', 'spotify:track:t1', 61500, '', 't1');
        INSERT INTO plays (played_at, track_id) VALUES ('2026-11-20T12:00:55Z', 't1'), ('2026-11-20T12:00:55.000Z', 't1');
        CREATE VIEW of_the_user AS SELECT * FROM saved_tracks WHERE removed_at IS NULL"
    store a.db </dev/null
    run sql a.db "SELECT id, unavailable_at FROM artists; SELECT id, unavailable_at FROM albums; SELECT id, album_id, isrc FROM tracks;
        SELECT * FROM track_artists; SELECT track_id, removed_at FROM saved_tracks; SELECT track_id FROM of_the_user;
        SELECT id, owner_id, items_snapshot_id, items_refused_snapshot_id FROM playlists;
        SELECT added_by IS NULL FROM playlist_items; SELECT uri, called, copy, isrc FROM playlist_item_history;
        SELECT played_at FROM plays; SELECT started_at FROM streaming_history; SELECT listened_at FROM listens ORDER BY 1; SELECT time_extracted FROM newest_message; PRAGMA integrity_check"
    assert_output "a1|2026-11-24T18:00:00Z
al1|
t1||USRC17607839
t2|al1|
t1|1|a1
t1|2026-11-25T18:00:00Z
t2|
t2
p1|me||
p2|me||
p3|other||S
p4||S|
1
spotify:track:null|A|1|
spotify:track:null|B|1|
spotify:track:t1||1|USRC17607839
2026-11-20T12:00:55.000Z
2026-11-20T10:58:58Z
2026-11-20T10:58:58Z
2026-11-20T12:00:55.000Z
$T3
ok"
}

@test "of two readings of one time, the order of the items is that of the same one whichever came first" {
    local order
    reading() { # NAME SNAPSHOT DIGEST URI
        record playlist_items "$T1" "$(item 0 "$4" "$2")" >"$1"
        record playlists "$T1" "$(playlist "$2" 1 | sed "s/}\$/,\"items_digest\":$3}/")" >>"$1"
    }
    reading small S1 5 b
    reading same S1 9 a
    reading great S2 7 a
    for order in 'small same' 'same small'; do
        rm -f a.db*
        # shellcheck disable=SC2086 # these are files
        cat $order | store a.db >/dev/null
        assert_equal "$order: $(sql a.db 'SELECT snapshot_id, items_digest FROM playlist_readings')" "$order: S1|9"
        assert_equal "$(sql a.db 'SELECT uri FROM playlist_items')" b
    done
    for order in 'small same great' 'great same small' 'same great small'; do
        rm -f a.db*
        # shellcheck disable=SC2086
        cat $order | store a.db >/dev/null
        assert_equal "$order: $(sql a.db 'SELECT snapshot_id, items_digest FROM playlist_readings')" "$order: S2|7"
    done
    # As a dump tells it.
    record playlist_readings "$T1" '{"playlist_id":"p1","seen_at":"'"$T1"'","snapshot_id":"S2","items_digest":8}' | store a.db
    assert_equal "$(sql a.db 'SELECT snapshot_id, items_digest FROM playlist_readings')" 'S2|8'
}

@test "a play is one however its time is written, and an ISRC is in capitals without hyphens" {
    play() { # TIME [MORE]
        record plays $T1 "{\"played_at\":\"2026-11-20T12:00:$1\",\"track_id\":\"t1\"$2}"
    }
    {
        play 55Z ',"track":{"id":"t1","external_ids":{"isrc":"us-rc1-76-07839"}}'
        play 55.000Z ',"context_uri":"c","track":{"id":"t1","external_ids":{"isrc":""}}'
        play 55.120Z ''
        record saved_tracks $T1 '{"id":"t2","external_ids":{"isrc":"usrc17607840"}}'
        record saved_tracks $T1 '{"id":"t3","external_ids":{"isrc":""}}'
    } | store a.db
    assert_equal "$(sql a.db "SELECT count(*), group_concat(context_uri), group_concat(isrc) FROM plays;
        SELECT id, ifnull(isrc, 'NULL') FROM tracks WHERE id > 't1' ORDER BY id")" $'2|c|USRC17607839\nt2|USRC17607840\nt3|NULL'
}

@test "an album seen again with fewer artists has fewer" {
    {
        record saved_tracks $T1 '{"id":"t1","album":{"id":"al1","artists":[{"id":"a1"},{"id":"a2"}]}}'
        record saved_tracks $T2 '{"id":"t2","album":{"id":"al1","artists":[{"id":"a2"}]}}'
        record saved_tracks $T1 '{"id":"t3","album":{"id":"al1","artists":[{"id":"a3"},{"id":"a4"}]}}'
    } | store a.db
    assert_equal "$(sql a.db 'SELECT * FROM album_artists')" 'al1|0|a2'
}

@test "a stub seen again unchanged takes the newer time, so that anything older than that loses" {
    local between='{"id":"ar1","name":"Uno"}'
    stub() { # TIME NAME
        record saved_tracks "$1" "{\"id\":\"t${1:9:1}\",\"album\":{\"id\":\"al1\",\"name\":\"$2\"},
            \"artists\":[{\"id\":\"ar1\",\"name\":\"$2\"}]}" | tr -d '\n'
        echo
    }
    { stub $T1 One && stub $T3 One; } | store a.db
    { stub $T2 Two && record artists $T2 "$between"; } | store a.db
    assert_equal "$(sql a.db 'SELECT name, seen_at FROM artists
        UNION ALL SELECT name, seen_at FROM albums')" "One|$T3"$'\n'"One|$T3"
    # in one batch: ahead of another stream, and behind it
    { stub $T1 One && stub $T3 One && record artists $T2 "$between"; } | store b.db
    { stub $T1 One && record artists $T2 "$between" && stub $T3 One; } | store c.db
    assert_equal "$(sql b.db 'SELECT name, seen_at FROM artists')" "One|$T3"
    assert_equal "$(sql c.db 'SELECT name, seen_at FROM artists')" "One|$T3"
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

@test "a playlist is never half old and half new" {
    {
        record playlist_items $T1 "$(item 0 x S1)"
        record playlist_items $T1 "$(item 1 y S1)"
        record playlists $T1 "$(playlist S1 2)"
        record playlist_items $T2 "$(item 0 z S2)"
    } | store a.db
    assert_equal "$(sql a.db 'SELECT group_concat(uri) FROM playlist_items')" x,y
    # A count that the items do not reach changes the list's own fields only.
    record playlists $T2 "$(playlist S2 2)" | store a.db
    assert_equal "$(sql a.db 'SELECT group_concat(uri) FROM playlist_items')" x,y
    assert_equal "$(sql a.db 'SELECT snapshot_id, items_snapshot_id FROM playlists')" 'S2|S1'
    {
        record playlist_items $T3 "$(item 0 z S2)"
        record playlist_items $T3 '{"playlist_id":"p1","position":1,"snapshot_id":"S2","kind":"unavailable","track":null}'
        record playlist_items $T3 '{"playlist_id":"p1","position":2,"_sdc_deleted_at":"2026-11-25T18:00:00Z"}'
        record playlists $T3 "$(playlist S2 2)"
    } | store a.db
    assert_equal "$(sql a.db 'SELECT group_concat(position || kind || ifnull(uri, 0)) FROM playlist_items')" 0trackz,1unavailable0
    assert_equal "$(sql a.db 'SELECT snapshot_id, items_snapshot_id FROM playlists')" 'S2|S2'
    assert_equal "$(sql a.db 'SELECT count(*) FROM playlist_items_waiting')" 0
}

@test "a playlist seen again with the items it is known to have stays as it is" {
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
        assert_equal "$(sql a.db "SELECT group_concat(position || uri) FROM playlist_items;
            SELECT snapshot_id, items_snapshot_id, total_items FROM playlists;
            SELECT count(*) FROM playlist_items_waiting; SELECT count(*) FROM playlist_item_changes")" '0x,1y
S1|S1|2
0
0'
    done
}

@test "the largest image is kept, or the first one if no size is given" {
    images() { # STREAM ID IMAGES [MEMBERS]
        record "$1" $T1 "{\"id\":\"$2\",\"name\":\"x\",\"images\":$3${4-}}"
    }
    {
        images artists ar1 '[{"url":"small","width":64,"height":64},{"url":"large","width":640},null,{"url":"wide","width":"x"}]'
        images artists ar2 '[{"url":null,"width":640},{"url":"first"},{"url":"second","width":null}]'
        images artists ar3 '[]'
        images albums al1 '[{"url":"a","width":300},{"url":"b","width":300}]'
        images playlists p1 null
        images saved_shows s1 '[{"url":"show","width":64}]'
        images saved_episodes e1 '[{"url":"episode","width":64}]'
        images saved_audiobooks b1 '[{"url":"book","width":64}]'
        images saved_tracks t1 '[]' ',"album":{"id":"al2","name":"y","images":[{"url":"s","width":64},{"url":"m","width":300}]}'
    } >one
    images albums al1 '[{"url":"c"}]' >two
    store a.db one two
    store b.db two one
    run sql a.db "SELECT group_concat(ifnull(image_url, 'none')) FROM
        (SELECT * FROM (SELECT id, image_url FROM artists UNION ALL SELECT id, image_url FROM albums UNION ALL
         SELECT id, image_url FROM playlists UNION ALL SELECT id, image_url FROM shows UNION ALL
         SELECT id, image_url FROM episodes UNION ALL SELECT id, image_url FROM audiobooks) ORDER BY id)"
    assert_output 'c,m,large,first,none,book,episode,none,show'
    diff <(contents a.db) <(contents b.db)
}
