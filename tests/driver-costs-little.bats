# What the driver adds to the work of the filters.

load helper
setup() { begin_test; }
teardown() { end_test; }

@test "a sync that finds nothing changed starts at most twelve processes" {
    local started
    synced --tracks 130
    preloaded count-processes "PROCESS_LOG=$PWD/processes" spotify-sync -q --db a.db
    started=$(($(sort -u processes | wc -l) - 1))
    ((started > 0 && started <= 12)) || fail "it started $started processes"
}
