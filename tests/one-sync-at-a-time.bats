# One sync at a time for a database, by a lock that the dead do not keep.

load helper
setup() { begin_test; }
teardown() { end_test; }

running() {
    [[ $(spotify-sync --db a.db status --json | jq .running) == true ]]
}

@test "a second sync is refused with 75 and names the first" {
    stand_in --tracks 500 --latency 300
    background spotify-sync --db a.db --window 1
    until_true 10 running
    run -75 spotify-sync --db a.db
    assert_output --partial "already running (process $background_pid)"
    assert_output --partial 'spotify-sync cancel'
}

@test "another name of the same file has the same lock" {
    stand_in --tracks 500 --latency 300
    background spotify-sync --db a.db --window 1
    until_true 10 running
    ln -s a.db b.db
    run -75 spotify-sync --db b.db
}

@test "another database is free" {
    stand_in --tracks 200 --latency 200
    background spotify-sync --db a.db --window 1
    until_true 10 running
    spotify-sync --db b.db
    same_tracks b.db
}

@test "a killed driver does not keep the lock, and its stages end with it" {
    stand_in --tracks 500 --latency 300
    background spotify-sync --db a.db --window 1
    until_true 10 running
    kill -KILL "$background_pid"
    control 'set?latency=0'
    run -0 spotify-sync --db a.db
    assert_output --partial 'Going on with sync 1'
    same_tracks a.db
}
