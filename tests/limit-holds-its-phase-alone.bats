# A limit stops the phase that it holds, not the sync; and nobody asks again before it ends.

load helper
setup() { begin_test; }
teardown() { end_test; }

state() { # ENTITY COLUMN
    sql a.db "SELECT $2 FROM sync_state WHERE entity_type = '$1' ORDER BY state_key DESC LIMIT 1"
}

# The filters know of the limit too; what is shown here is that the driver does.
forget_in_filters() {
    rm -rf "$XDG_STATE_HOME/spotify-sync"
}

@test "a long Retry-After: the phase is limited, the others are done, and sync ends with 75 at once" {
    local before after
    stand_in --tracks 300 --limit artists=79892
    before=$(date -u -d '+79892 seconds' +%FT%TZ)
    run -75 spotify-sync --db a.db
    after=$(date -u -d '+79893 seconds' +%FT%TZ)
    assert_line --partial 'A limit holds artists until'
    # By the sync alone; and not at all with --quiet, since cron would mail it every night.
    refute_output --partial 'the limit for'
    assert_output --partial 'Your songs and playlists are complete. Details of '
    assert_equal "$(state artists status)" RateLimited
    [[ ! $(state artists rate_limit_reset_at) < $before && ! $(state artists rate_limit_reset_at) > $after ]]
    assert_equal "$(state tracks status) $(state albums status) $(state playlists status)" \
        'Success Success Success'
    assert_equal "$(sql a.db 'SELECT status FROM sync_history')" RateLimited
    run -75 spotify-sync -q --db a.db
    assert_output ''
}

@test "tracks limited at the first page: the other phases still run" {
    stand_in --tracks 300 --limit tracks=79892
    run -75 spotify-sync --db a.db
    assert_equal "$(state tracks status)" RateLimited
    assert_equal "$(state playlists status)" Success
}

@test "a sync before the limit's end asks nothing of that endpoint and ends with 75; after it, it goes on" {
    synced --tracks 200 --limit artists=4000
    control 'set?limit='
    forget_in_filters
    run -75 spotify-sync --db a.db
    assert_equal "$(requests artists) $(requests albums)" '0 0'
    # The lists may have changed.
    assert_equal "$(requests tracks) $(requests playlists)" '1 1'

    # The time has come.
    sql a.db "UPDATE sync_state SET rate_limit_reset_at = '2026-01-01T00:00:00Z'
              WHERE entity_type = 'artists'"
    spotify-sync --db a.db
    assert_equal "$(sql a.db 'SELECT count(*), max(status) FROM sync_history')" '1|Success'
    assert_equal "$(requests tracks) $(requests playlists)" '2 2'
    assert_equal "$(sql a.db 'SELECT count(*) FROM artists WHERE fetched_at IS NULL')" 0
}

change_account() {
    control 'change?do=add&count=3'
    control 'change?do=remove&place=10'
    control 'change?do=playlist-add'
    control 'change?do=playlist-remove&index=2'
}

@test "a sync that goes on for details only has what changed in the account meanwhile" {
    synced --tracks 200 --limit artists=4000
    change_account
    # Also while the limit still holds.
    run -75 spotify-sync -q --db a.db
    "$BATS_TEST_DIRNAME/same-library" --details-later a.db
    change_account
    control 'set?limit='
    control log/clear
    forget_in_filters
    sql a.db "UPDATE sync_state SET rate_limit_reset_at = '2026-01-01T00:00:00Z'
              WHERE rate_limit_reset_at IS NOT NULL"
    run -0 spotify-sync --db a.db
    assert_line 'Continuing sync 1.'
    "$BATS_TEST_DIRNAME/same-library" a.db
    (($(requests tracks) <= 6)) || fail "$(requests tracks) pages"
    # The list, and one more look at the snapshots of the playlists that were read.
    assert_equal "$(requests playlists)" 2
    assert_equal "$(sql a.db 'SELECT count(*), max(status), max(kind) FROM sync_history')" '1|Success|full'
    assert_equal "$(sql a.db "SELECT total_items, items_processed FROM sync_state WHERE entity_type = 'playlists'")" '10|10'
    assert_equal "$(state tracks 'new_items, items_processed = total_items')" '206|1'
}

@test "what holds nothing in a list costs no requests when a sync goes on" {
    stand_in --tracks 400 --limit artists=4000 --fault null-item~100:tracks
    run -75 spotify-sync -q --db a.db
    assert_equal "$(sql a.db 'SELECT count(*) FROM saved_tracks')" 392
    control log/clear
    run -75 spotify-sync -q --db a.db
    assert_equal "$(requests tracks)" 1
}

@test "playlists that may not be read are asked for once in a full sync, also when it goes on" {
    local full
    stand_in --mode development --tracks 50 --playlists 10 --foreign-playlists 3 --limit artist=4000
    for full in 1 2; do
        control log/clear
        run -75 spotify-sync -q --db a.db --full
        assert_equal "$(requests playlist-items)" 10
        control log/clear
        run -75 spotify-sync -q --db a.db
        assert_equal "$(requests playlist-items)" 0
        # All that was months ago: its details are no longer waited for.
        sql a.db "UPDATE sync_history SET started_at = '2026-01-01T00:00:00Z';
                  UPDATE playlists SET items_refused_seen_at = '2026-01-01T00:00:01.000000Z';
                  DELETE FROM playlist_readings"
    done
}

@test "a limit on the tracks also holds a sync that goes on" {
    synced --tracks 200 --limit artists=4000
    control 'set?limit='
    control 'set?limit=tracks=4000'
    forget_in_filters
    sql a.db "UPDATE sync_state SET rate_limit_reset_at = '2026-01-01T00:00:00Z'
              WHERE rate_limit_reset_at IS NOT NULL"
    run -75 spotify-sync --db a.db
    assert_line --partial 'A limit holds tracks until'
    assert_equal "$(state tracks status) $(state artists status)" 'RateLimited Success'
}

@test "a limit also holds a new sync" {
    synced --tracks 200 --limit artists=4000
    # Two days ago: its details are no longer waited for.
    sql a.db "UPDATE sync_history SET started_at = '2026-01-01T00:00:00Z'"
    forget_in_filters
    run -75 spotify-sync --db a.db
    assert_equal "$(sql a.db 'SELECT count(*) FROM sync_history')" 2
    assert_equal "$(requests artists)" 0
    assert_equal "$(state artists status)" RateLimited
}

@test "--wait announces a limit, waits for its end, and goes on" {
    # Long enough that it still holds when the other phases are done, also on a slow machine.
    stand_in --tracks 900 --artists 90 --quota artists=1/15
    run -0 spotify-sync --db a.db --wait --max-wait 0
    assert_line --partial 'waiting for the limit on artists'
    assert_equal "$(sql a.db 'SELECT count(*) FROM artists WHERE fetched_at IS NULL')" 0
    assert_equal "$(sql a.db 'SELECT count(*), max(status) FROM sync_history')" '1|Success'
}

@test "what changed in the account during a wait is there at its end" {
    stand_in --tracks 900 --artists 90 --quota artists=1/15
    background spotify-sync --db a.db --wait --max-wait 0
    until_true 60 grep -q 'waiting for the limit' background.out
    change_account
    finish_background
    assert_equal "$background_status" 0
    "$BATS_TEST_DIRNAME/same-library" a.db
}

cancel_a_wait() {
    background spotify-sync --db a.db --wait
    until_true 60 grep -q 'waiting for the limit' background.out
    spotify-sync --db a.db cancel
    finish_background
    assert_equal "$background_status" 143
}

@test "a wait for a limit can be cancelled" {
    stand_in --tracks 300 --limit artists=79892
    cancel_a_wait
    assert_equal "$(state artists status)" RateLimited
}

@test "a limit on /me ends a sync with 75 and its end, and nothing is asked before that" {
    stand_in --tracks 60 --limit me=79892
    run -75 spotify-sync --db a.db
    assert_line --partial 'A limit holds the account until'
    assert_equal "$(sql a.db 'SELECT status FROM sync_history')" RateLimited
    run sql a.db 'SELECT last_error FROM sync_history'
    assert_output --partial 'the limit for /me has been reached; try again at 20'
    assert_equal "$(requests)" 1
    run -0 spotify-sync --db a.db status --json
    assert_equal "$(jq -r .status <<<"$output")" RateLimited
    run -0 spotify-sync --db a.db status
    assert_line --regexp '^the limit for /me has been reached; try again at 20'
    control 'set?limit='
    run -75 spotify-sync --db a.db
    assert_equal "$(requests)" 1
    forget_in_filters
    run -0 spotify-sync --db a.db
    assert_equal "$(sql a.db 'SELECT count(*), max(status), max(last_error) FROM sync_history')" '1|Success|'
}

@test "--wait also waits for a limit on /me" {
    stand_in --tracks 60 --fault 429=2@1:me
    run -0 spotify-sync --db a.db --wait --max-wait 0
    assert_line --partial 'waiting for the limit on the account: '
    assert_equal "$(requests me)" 2
    same_tracks a.db
    assert_equal "$(sql a.db 'SELECT count(*), max(status) FROM sync_history')" '1|Success'
}

@test "a wait for a limit on /me can be cancelled" {
    stand_in --tracks 60 --limit me=79892
    cancel_a_wait
    assert_equal "$(sql a.db 'SELECT status FROM sync_history')" Cancelled
}

@test "--full reads all of the lists, also while details of an earlier full sync are pending" {
    synced --tracks 200 --limit artists=4000
    run -75 spotify-sync -q --db a.db --full
    (($(requests tracks) >= 4)) || fail "$(requests tracks) pages"
    assert_equal "$(sql a.db 'SELECT group_concat(kind) FROM sync_history')" full,full
}
