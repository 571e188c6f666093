# status and history: before, during and after a sync, to a person and to a program.

load helper
setup() { begin_test; }
teardown() { end_test; }

# unfolded: `output` without the breaks of lines that are longer than 80 columns.
unfolded() {
    run -0 printf '%s\n' "${output//$'\n  '/ }"
}

# no_wider COLUMNS: no line of `output` has more.
no_wider() {
    run -0 awk -v most="$1" 'length > most' <<<"$output"
    assert_output ''
}

@test "before any sync status and history say so, and make no file" {
    run -0 spotify-sync status
    assert_line "There has been no sync into '$XDG_DATA_HOME/spotify-sync/library.db' yet: run 'spotify-sync'."
    run -0 spotify-sync history
    assert_output --partial 'no sync'
    run -0 spotify-sync status --json
    assert_equal "$(jq -c '[.sync_history_id, .status, .running, .phases]' <<<"$output")" \
        '[null,null,false,{}]'
    run -1 test -e "$XDG_DATA_HOME/spotify-sync/library.db"
    store a.db </dev/null
    run -0 spotify-sync --db a.db status
    assert_output --partial 'no sync'
}

@test "status, history and changes of a database that is not there end with 74, and make no file" {
    local command
    for command in status 'status --json' history changes; do
        # shellcheck disable=SC2086
        run -74 --separate-stderr spotify-sync --db $'a\e[31m\n' $command
        [[ -z $output ]]
        assert_equal "$stderr" "spotify-sync: there is no database '$PWD/a?[31m?': give another file with --db, or make this one\
 with a sync"
        SPOTIFY_SYNC_DB=b.db run -74 spotify-sync $command
    done
    assert_equal "$(ls -A)" ''
}

@test "another program's database, or one of a newer version, is named and refused" {
    local file command
    sql other.db 'CREATE TABLE t (x)'
    sql alike.db 'CREATE TABLE sync_history (id); PRAGMA user_version = 2'
    sql newer.db 'CREATE TABLE sync_history (id); PRAGMA application_id = 1936749433; PRAGMA user_version = 99'
    for file in other alike newer; do
        cp $file.db before
        for command in status 'status --json' history changes; do
            # shellcheck disable=SC2086
            run -78 --separate-stderr spotify-sync --db $file.db $command
            [[ -z $output && $stderr == "spotify-sync: '$PWD/$file.db' "* ]]
        done
        cmp $file.db before
    done
    echo 'this is text and no database at all, however long it is made' >text.db
    mkdir folder.db
    for file in text folder; do
        for command in status changes; do
            run -78 spotify-sync --db $file.db $command
            assert_line --regexp "^spotify-sync: '$PWD/$file.db' is not a (database|regular file): "
        done
    done
}

@test "what a command does not take is called an unexpected argument" {
    run -64 spotify-sync status extra
    assert_output "spotify-sync: unexpected argument 'extra'; try 'spotify-sync --help'"
}

@test "status --json reports the sync and its four phases" {
    synced --tracks 60
    run -0 spotify-sync --db a.db status --json
    assert_equal "$(jq -r '[.sync_history_id, .kind, .status, .running] | join(" ")' <<<"$output")" \
        '1 full Success false'
    jq -e '[.started_at, .completed_at] | all(test("^20..-..-..T..:..:..Z$"))' <<<"$output"
    assert_equal "$(jq -c '.phases | keys_unsorted' <<<"$output")" \
        '["tracks","artists","albums","playlists"]'
    jq -e '.phases.tracks == {status: "Success", current_offset: 60, total_items: 60,
        items_processed: 60, percent_complete: 100, last_error: null, rate_limit_reset_at: null}' \
        <<<"$output"
    assert_equal "$(jq -c '.phases.playlists | [.status, .total_items]' <<<"$output")" \
        '["Success",10]'
    assert_equal "$(jq '.phases.artists.items_processed' <<<"$output")" \
        "$(sql a.db 'SELECT count(*) FROM artists')"
}

@test "every request counts: of the account, of the top artists, and those that failed" {
    stand_in --tracks 120 --playlists 5 --saved-albums 5 --followed-artists 60 --top-artists 30 --fault 500@3:tracks
    spotify-sync -q --db a.db
    assert_equal "$(sql a.db 'SELECT requests FROM sync_history')" "$(requests)"
    control log/clear
    spotify-sync -q --db a.db --full
    assert_equal "$(sql a.db 'SELECT requests FROM sync_history WHERE id = 2')" "$(requests)"
}

@test "status works while a sync is running" {
    sync_that_stands_still
    run -0 spotify-sync --db a.db status
    assert_line --partial 'running'
    assert_line --regexp '^  tracks +in progress +[0-9]+ of 500'
    assert_line --regexp '^  playlists +not started'
}

@test "a sync that was killed is called interrupted" {
    sync_that_stands_still
    kill -KILL -- "-$background_pid"
    until_true 60 flock -n a.db.lock true
    run -0 spotify-sync --db a.db status
    assert_line --partial 'interrupted'
}

@test "history lists every sync" {
    synced --tracks 60
    spotify-sync --db a.db
    run -0 spotify-sync --db a.db history
    assert_line --regexp '^ +1 +full +done '
    assert_line --regexp '^ +2 +[a-z]+ +done '
}

@test "history and a failed phase are no wider than 80 columns, however long the reason is" {
    local reason
    printf -v reason 'a page could not be read: %s%.0s' http://127.0.0.1/v1/me/tracks?offset=0 {1..6}
    store a.db </dev/null
    sql a.db "INSERT INTO sync_history (kind, status, started_at, completed_at, requests, new_items, updated_items, last_error) VALUES
            ('incremental', 'Failed', '2026-01-01T00:00:00Z', '2026-01-01T22:11:09Z', 12345, 123456, 123456, 'tracks: $reason');
        INSERT INTO sync_state (state_key, entity_type, status, last_error, created_at, updated_at)
            VALUES ('sync_1_tracks', 'tracks', 'Failed', '$reason', '', '')"
    for command in history status; do
        run -0 spotify-sync --db a.db $command
        unfolded
        assert_output --partial "$reason"
        run -0 spotify-sync --db a.db $command
        no_wider 80
    done
    run -0 spotify-sync --help
    no_wider 80
}

@test "what was added, removed and changed is said apart, and nothing to do is no '0 of 0 (100 %)'" {
    stand_in --tracks 0 --playlists 0
    run -0 spotify-sync --db a.db
    assert_line --regexp '^tracks: done, no changes in [0-9]+ s \([0-9]+ requests?\)$'
    assert_line --regexp '^Done in [0-9]+ s: no changes, [0-9]+ requests\.$'
    run -0 spotify-sync --db a.db status
    assert_line '  tracks     nothing to do'
    assert_line 'There are no liked songs.'
    refute_output --partial ' of 0'
    synced --tracks 60
    control 'change?do=add&count=2'
    control 'change?do=remove&place=10'
    run -0 spotify-sync --db a.db
    assert_line --regexp '^tracks: done, .* \(2 added, 1 removed, [0-9]+ requests\)$'
    assert_line --regexp '^Done in [0-9]+ s: 2 added, 1 removed, '
}

@test "an error of any characters fails the sync, and is reported in one line" {
    mkdir fake
    ln -s "$(spotify-sync --exec-path)"/* fake/
    rm fake/fetch-tracks
    cat >fake/fetch-tracks <<'FAKE'
#!/bin/sh
printf '%s\n' '{"type":"STATE","value":{"bookmarks":{"saved_tracks":{"has_more":true,"error":"odd\u001fmessage\u009b\u202e\u2066…\nx"}}}}'
exit 77
FAKE
    chmod +x fake/fetch-tracks
    stand_in --tracks 60
    run -77 spotify-sync --exec-path=fake --db a.db
    assert_line 'spotify-sync: tracks: odd?message???… x'
    assert_line --partial 'the sync is incomplete'
    assert_equal "$(sql a.db 'SELECT status FROM sync_history')" Failed
    run -0 spotify-sync --db a.db status
    assert_line --regexp '^  tracks +failed .*  odd\?message\?\?\?… x$'
}

@test "hostile text in a STATE is only data" {
    mkdir fake
    ln -s "$(spotify-sync --exec-path)"/* fake/
    rm fake/fetch-tracks
    cat >fake/fetch-tracks <<'FAKE'
#!/bin/sh
printf '%s\n' '{"type":"STATE","value":{"bookmarks":{"saved_tracks":{"offset":12.5,"total":-5,"processed":1e300,"requests":true,"has_more":[],"error":"it'"'"'s; DROP TABLE tracks; --\u001b[31m\nx"}}}}'
exit 69
FAKE
    chmod +x fake/fetch-tracks
    stand_in --tracks 60
    run -69 spotify-sync --exec-path=fake --db a.db
    refute_output --partial $'\e'
    run -0 spotify-sync --db a.db status --json
    assert_equal "$(jq -c '.phases.tracks | [.status, .current_offset, .total_items, .items_processed]' \
        <<<"$output")" '["Failed",0,null,0]'
    assert_equal "$(sql a.db "SELECT requests FROM sync_state WHERE entity_type = 'tracks'")" 0
    assert_equal "$(jq -r .phases.tracks.last_error <<<"$output")" \
        $'it\'s; DROP TABLE tracks; --\e[31m x'
    run -0 spotify-sync --db a.db status
    refute_output --partial $'\e'
}

@test "status says what lists hide, doubt or disagree on, and which playlists are refused" {
    synced --tracks 60 --playlists 8 --saved-albums 5 --followed-artists 5
    run -0 spotify-sync --db a.db status --json
    assert_equal "$(jq -c '[.notes, .refused_playlists]' <<<"$output")" '[[],[]]'
    sql a.db "REPLACE INTO readings (stream, completed_at, reading) VALUES
            ('saved_tracks', '2026-11-29T00:00:00Z', '{\"total\":330,\"hidden\":4}'),
            ('saved_albums', '2026-11-29T00:00:00Z', '{\"total\":5,\"hidden\":0,\"doubted\":{\"missing\":5,\"shown\":[]}}'),
            ('followed_artists', '2026-11-29T00:00:00Z', 'no JSON'),
            ('playlists', '2026-11-29T00:00:00Z', '{\"total\":8,\"hidden\":2,\"totals\":[8,1200]}');
        UPDATE playlists SET owner_id = iif(rowid % 4 = 0, (SELECT user_id FROM account), 'x'), name = 'P' || rowid,
            items_refused_snapshot_id = snapshot_id, items_refused_seen_at = '2126-01-01T00:00:00.000000Z';
        INSERT INTO playlists (id, name, items_refused_seen_at, items_doubted, items_doubted_seen_at)
            VALUES ('o1', 'O1', '', 'refused', '2126-01-01'), ('o2', 'O2', '2126-01-01', 'refused', '2126-01-02')"
    run -0 spotify-sync --db a.db status
    no_wider 80
    run -0 spotify-sync --db a.db status
    unfolded
    assert_line 'Spotify did not show 5 saved albums that are known, most of them. They are kept; the next sync marks as removed what it does not show either.'
    assert_line 'Spotify gave different totals of playlists, from 8 to 1,200. Nothing is marked as removed until a sync reads the same total on every page.'
    assert_line 'Spotify counts 330 saved tracks but shows 326. Syncs find what is removed as long as 4 stay hidden.'
    assert_line 'Spotify does not show this app the items of 2 of your own playlists: P4, P8. Each sync requests them again.'
    assert_line "Spotify does not show this app the items of 6 of other users' playlists: P1, P2, P3, P5, P6 and 1 more. The next full sync requests them again, or one that finds them changed."
    assert_line 'Spotify refused this app the items of 2 playlists for the first time: O1, O2. The next sync requests them again.'
    run -0 spotify-sync --db a.db status --json
    assert_equal "$(jq -c '[.notes[] | .kind + " " + .stream]' <<<"$output")" \
        '["doubted saved_albums","totals playlists","hidden saved_tracks","doubted playlists","refused playlists","refused playlists"]'
    assert_equal "$(jq -c '.refused_playlists | map(.name)' <<<"$output")" '["P1","P2","P3","P4","P5","P6","P7","P8"]'
}

# A fetch-NAME that prints a reading, and keeps what it is told of the list.
reading_of() { # NAME STREAM READING
    cat >"fake/fetch-$1" <<FAKE
#!/bin/sh
cat >"$PWD/known-$1"
printf '%s\n' '{"type":"STATE","value":{"bookmarks":{"$2":{"total":1,"processed":0,"has_more":false,"requests":1,"reading":$3}}}}'
FAKE
    chmod +x "fake/fetch-$1"
}

@test "what a list showed is kept as its program said it, for its next run" {
    local list reading='{"total":1,"hidden":0,"doubted":{"missing":2,"shown":["a","é\"\\u0001"]},"later":1.50}'
    mkdir fake
    ln -s "$(spotify-sync --exec-path)"/* fake/
    rm fake/fetch-{tracks,artists,albums,playlists}
    reading_of tracks saved_tracks "$reading"
    reading_of artists followed_artists "$reading"
    reading_of albums saved_albums "$reading"
    reading_of playlists playlists "$reading"
    stand_in
    spotify-sync -q --exec-path=fake --db a.db --full
    assert_equal "$(sql a.db "SELECT count(*), min(reading) = max(reading) FROM readings
        WHERE stream IN ('saved_tracks', 'followed_artists', 'saved_albums', 'playlists')")" '4|1'
    rm known-{artists,albums,playlists}
    # Sources that are read once a day are read again by the next sync: they left a doubt.
    spotify-sync -q --exec-path=fake --db a.db
    for list in tracks artists albums playlists; do
        assert_equal "$(head -n 1 "known-$list")" "reading $reading"
    done
    reading_of albums saved_albums '{"total":1}'
    spotify-sync -q --exec-path=fake --db a.db
    rm known-{artists,albums}
    spotify-sync -q --exec-path=fake --db a.db
    [[ -e known-artists && ! -e known-albums ]]
}

@test "lists that are empty all at once are kept, status says so, and the next sync settles it" {
    local present='SELECT (SELECT count(*) FROM saved_albums WHERE removed_at IS NULL),
        (SELECT count(*) FROM followed_artists WHERE removed_at IS NULL), (SELECT count(*) FROM playlists WHERE removed_at IS NULL)'
    synced --tracks 60 --playlists 8 --saved-albums 5 --followed-artists 5
    control 'change?do=empty-all'
    sql a.db "UPDATE readings SET completed_at = '2026-01-01T00:00:00Z'"
    run -0 spotify-sync -q --db a.db
    assert_line --partial 'saved_albums'
    assert_equal "$(sql a.db "$present")" '5|5|8'
    run -0 spotify-sync --db a.db status
    unfolded
    assert_line --partial 'Spotify did not show 5 saved albums'
    assert_line --partial 'Spotify did not show 5 followed artists'
    assert_line --partial 'Spotify did not show 8 playlists'
    run -0 spotify-sync -q --db a.db
    assert_output ''
    assert_equal "$(sql a.db "$present")" '0|0|0'
    run -0 spotify-sync --db a.db status --json
    assert_equal "$(jq -c .notes <<<"$output")" '[]'
}
