# A clock that was ahead once: the next sync sets the times that are yet to come back, and stores what has changed.

load helper
setup() { begin_test; }
teardown() { end_test; }

ahead() { # SECONDS COMMAND…
    preloaded shifted-clock "CLOCK_SHIFT=$1" "${@:2}"
}

change_account() {
    control 'change?do=add&count=2'
    control 'change?do=remove&place=10'
    control 'change?do=playlist-add'
    control 'change?do=playlist-remove&index=1'
    control 'change?do=playlist&index=2'
}

# The times after now in columns that are not Spotify's.
times_to_come() { # DB
    sql "$1" "SELECT max(time_extracted) FROM newest_message UNION ALL
        SELECT max(max(seen_at), max(deletion_seen_at)) FROM saved_tracks UNION ALL
        SELECT max(max(seen_at), max(ifnull(fetched_at, ''))) FROM artists UNION ALL
        SELECT max(max(seen_at), max(ifnull(deleted_at, ''))) FROM playlists UNION ALL
        SELECT max(last_seen_at) FROM playlist_item_history UNION ALL SELECT max(seen_at) FROM playlist_readings UNION ALL
        SELECT max(ifnull(completed_at, started_at)) FROM sync_history UNION ALL SELECT max(updated_at) FROM sync_state" |
        awk -v "now=$(date -u +%FT%TZ)" '$0 > now'
}

sync_after_wrong_clock() { # SECONDS OPTION…
    local removed changes="SELECT playlist_id, uri, change FROM playlist_item_changes ORDER BY 1, 2, 3"
    synced --tracks 60 --playlists 8 --saved-albums 5 --followed-artists 5
    change_account
    ahead "$1" spotify-sync -q --db a.db
    change_account
    ahead "$1" spotify-sync -q --db a.db
    removed=$(sql a.db 'SELECT track_id FROM saved_tracks WHERE removed_at IS NOT NULL')
    sql a.db "$changes" >changes
    run -0 spotify-sync -q --db a.db --max-wait 1 "${@:2}"
    assert_line --partial 'spotify-sync: warning: the database has times up to 20'
    assert_equal "${#lines[@]}" 1
    assert_equal "$(times_to_come a.db)" ''
    assert_equal "$(sql a.db 'SELECT track_id FROM saved_tracks WHERE removed_at IS NOT NULL')" "$removed"
    sql a.db "$changes" | cmp changes
    change_account
    run -0 spotify-sync -q --db a.db "${@:2}"
    assert_output ''
    "$BATS_TEST_DIRNAME/same-library" a.db
}

@test "two hours ahead: what changes later is stored, and what was removed stays removed" {
    sync_after_wrong_clock 7200
}

@test "a day ahead, and a full sync later" {
    sync_after_wrong_clock 86400 --full
}

@test "ten years ahead, and changes in the account before the next sync" {
    stand_in --tracks 60 --playlists 4
    ahead 315360000 spotify-sync -q --db a.db
    change_account
    run -0 spotify-sync -q --db a.db
    assert_line --partial 'the database has times up to 203'
    "$BATS_TEST_DIRNAME/same-library" a.db
    assert_equal "$(times_to_come a.db)" ''
}

@test "an archive from a machine whose clock was ahead harms no later sync" {
    stand_in --tracks 60 --playlists 4
    PATH=$(spotify-sync --exec-path):$PATH
    ahead 86400 sh -c 'fetch-tracks; fetch-playlists' >archive
    spotify-sync -q --db a.db
    change_account
    spotify-sync --db a.db replay archive
    change_account
    run -0 spotify-sync -q --db a.db
    assert_line --partial 'the database has times up to'
    "$BATS_TEST_DIRNAME/same-library" a.db
}

@test "the times of the streaming history are Spotify's, and stay as they are" {
    local later
    later=$(date -u -d '+9 days' +%FT%TZ)
    stand_in --tracks 20
    printf '{"type":"RECORD","stream":"streaming_history","record":{"ts":"%s","uri":"","ms_played":0},"time_extracted":"%s"}\n' \
        "$later" "$(date -u +%FT%T.000000Z)" | store -q a.db >store.out
    ahead 86400 spotify-sync -q --db a.db
    run -0 spotify-sync -q --db a.db
    assert_output --partial 'the database has times up to'
    assert_equal "$(sql a.db 'SELECT ts, started_at FROM streaming_history')" "$later|$later"
}

@test "a limit that was met under a clock that was ahead holds nobody" {
    stand_in --tracks 60 --limit tracks=79892
    run -75 ahead 315360000 spotify-sync -q --db a.db
    control 'set?limit='
    rm -rf "$XDG_STATE_HOME"
    spotify-sync -q --db a.db
    same_tracks a.db
    # Also if only the limit is left of that time.
    sql a.db "UPDATE sync_state SET status = 'RateLimited', limit_kind = 'app', rate_limit_reset_at = '2036-01-01T00:00:00Z'"
    spotify-sync -q --db a.db
}
