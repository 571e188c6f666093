# One sync at a time for a database, by a lock that the dead do not keep.

load helper
setup() { begin_test; }
teardown() { end_test; }

@test "a second sync is refused with 75 and names the first" {
    sync_that_stands_still
    run -75 spotify-sync --db a.db
    assert_output --partial "already running (process $background_pid)"
    assert_output --partial "'spotify-sync --db $PWD/a.db cancel' ends it"
}

@test "a second sync is refused under another name of the same file" {
    sync_that_stands_still
    ln -s a.db b.db
    run -75 spotify-sync --db b.db
}

@test "a sync into another database runs at the same time" {
    # Only the first sync's second page is not answered.
    stand_in --tracks 500 --fault hang@2:tracks
    background spotify-sync --db a.db --window 1 --timeout 0
    until_true 60 has_first_page
    spotify-sync --db b.db
    kill -0 "$background_pid"
    same_tracks b.db
}

@test "a killed driver does not keep the lock, and its stages end with it" {
    sync_that_stands_still
    kill -KILL "$background_pid"
    until_true 60 flock -n a.db.lock true
    control 'set?fault='
    run -0 spotify-sync --db a.db
    assert_output --partial 'Continuing sync 1'
    same_tracks a.db
}

@test "what others commit during a sync keeps it from nothing" {
    synced --tracks 20
    background bash -c 'while echo "UPDATE tracks SET popularity = abs(random()) % 100;"; do sleep 0.002; done |
        sqlite3 -cmd ".timeout 60000" a.db'
    for _ in {1..12}; do run -0 spotify-sync -q --db a.db; done
    kill -0 "$background_pid"
}
