# kill -9 of the whole process group at random moments: the same sync goes on, and loses and doubles nothing.

load helper
setup() { begin_test; }
teardown() { end_test; }

details_complete() {
    [[ $(sql a.db 'SELECT (SELECT count(*) FROM artists WHERE fetched_at IS NULL) +
                          (SELECT count(*) FROM albums WHERE fetched_at IS NULL)') == 0 ]]
}

stored() { # TRACKS
    [[ $(sql a.db 'SELECT count(*) FROM saved_tracks' 2>/dev/null) == "$1" ]]
}

@test "kills at random moments of one sync lose and double nothing" {
    local kills=0 window=2 done=0
    stand_in --tracks 1500 --latency 150
    RANDOM=7
    while ((kills < 12)); do
        background spotify-sync --db a.db --window "$window"
        sleep "0.$((RANDOM % 600 + 300))"
        kill -KILL -- "-$background_pid" 2>/dev/null || done=1
        wait "$background_pid" || true
        ((!done)) || break
        kills=$((kills + 1))
    done
    control 'set?latency=0'
    spotify-sync --db a.db
    same_tracks a.db
    details_complete
    assert_equal "$(sql a.db 'SELECT count(*), max(status) FROM sync_history')" '1|Success'
    assert_equal "$(sql a.db 'SELECT count(*) FROM playlists')" 10
    # Pages fetched twice: at most the window and three more for each kill.
    (($(requests tracks) <= 30 + kills * (window + 3))) || fail "$(requests tracks) pages, $kills kills"
    ((kills > 3))
}

@test "what a killed sync had stored counts once, also without a checkpoint, and the days until the next run do not" {
    stand_in --tracks 600 --fault hang@1-9999:tracks
    background spotify-sync --db a.db
    until_true 60 eval '(($(requests tracks) > 0))'
    kill -STOP "$background_pid"
    control 'set?fault='
    until_true 60 stored 600
    kill -KILL -- "-$background_pid"
    until_true 60 flock -n a.db.lock true
    sql a.db "UPDATE sync_history SET started_at = '2026-01-01T00:00:00Z'"
    run -0 spotify-sync --db a.db
    assert_line 'Continuing sync 1.'
    assert_equal "$(sql a.db "SELECT new_items, updated_items FROM sync_state WHERE entity_type = 'tracks'")" '600|0'
    assert_equal "$(sql a.db 'SELECT new_items FROM sync_history')" "$(sql a.db "SELECT
        (SELECT count(*) FROM saved_tracks) + (SELECT count(*) FROM playlists)
        + (SELECT sum(new_items) FROM sync_state WHERE entity_type IN ('artists', 'albums'))")"
    run -0 spotify-sync --db a.db status
    assert_line --regexp '^Sync 1 .*; started 2026-01-01 .*, took [0-9]+ (s|min)$'
}

@test "changes to the account while the driver was dead are not lost" {
    stand_in --tracks 600 --fault hang@4-9999:tracks
    background spotify-sync --db a.db --window 1
    until_true 60 stored 150
    kill -KILL -- "-$background_pid"
    control 'change?do=remove&place=20'
    control 'change?do=remove&place=30'
    control 'set?fault='
    spotify-sync --db a.db
    run -0 sql a.db 'SELECT count(*) FROM saved_tracks'
    comm -23 <(ask library | jq -r .id | sort) <(sql a.db 'SELECT track_id FROM saved_tracks' | sort) >missing
    run -0 cat missing
    assert_output ''
}

@test "a sync that was killed while only details were pending has what changed since" {
    stand_in --tracks 300 --fault hang~100:artists
    background spotify-sync --db a.db
    until_true 60 eval '(($(requests artists) > 0))'
    kill -KILL -- "-$background_pid"
    control 'change?do=remove&place=20'
    control 'change?do=add&count=2'
    control 'set?fault='
    control log/clear
    run -0 spotify-sync --db a.db
    assert_line 'Continuing sync 1.'
    "$BATS_TEST_DIRNAME/same-library" a.db
    # The list was read and proved before.
    (($(requests tracks) <= 4)) || fail "$(requests tracks) pages"
}

@test "a stage that is killed fails its phase with its name, and the next sync goes on" {
    local signal
    stand_in --tracks 600
    for signal in 9 3 6; do
        control log/clear
        control 'set?fault=hang@4-9999:tracks'
        background spotify-sync --db a.db --window 1
        until_true 60 stored 150
        pkill "-$signal" -g "$background_pid" -x fetch-tracks
        finish_background
        assert_equal "$background_status" $((128 + signal))
        # Bash adds nothing of its own.
        run -1 grep -E 'line [0-9]+:|Killed|Quit|Aborted' background.out
        run -0 spotify-sync --db a.db status --json
        assert_equal "$(jq -r '.phases.tracks.status + ": " + .phases.tracks.last_error' <<<"$output")" \
            "Failed: fetch-tracks was killed by signal $signal"
        assert_equal "$(jq -r .phases.playlists.status <<<"$output")" Success
        control 'set?fault='
        spotify-sync --db a.db
        same_tracks a.db
        assert_equal "$(sql a.db 'SELECT count(*), max(status) FROM sync_history')" '1|Success'
        rm a.db*
    done
}

@test "a sync killed after its last phase is closed, and the next one is new" {
    synced --tracks 60
    sql a.db "UPDATE sync_history SET status = 'InProgress', completed_at = NULL"
    spotify-sync --db a.db
    assert_equal "$(sql a.db 'SELECT group_concat(id || status) FROM sync_history')" '1Success,2Success'
}
