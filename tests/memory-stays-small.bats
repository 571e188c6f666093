# The memory of a stage does not grow with the library.

load helper
load messages
setup() {
    begin_test
    [[ ${BUILD-} != */@(sanitize|valgrind) ]] || skip 'what checks a program takes memory of its own'
}
teardown() { end_test; }

# peak COMMAND…: the most memory that it takes, in MiB.
peak() {
    python3 -c '
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024)
sys.exit(status)' "$@"
}

# within LESS MORE: fails unless MORE is hardly more than LESS, both in MiB
within() {
    (($2 <= $1 + 16)) || fail "$1 MiB for little, and $2 MiB for much"
}

# They make a database twice as large as what is kept of it in memory.
@test "store takes at most 160 MiB for 400,000 records" {
    local peak
    tracks 1 400000 | sed "s/Song/$(printf '%0300d' 0)/" >many
    peak=$(peak store -q many.db many)
    ((peak <= 160)) || fail "$peak MiB"
    (($(stat -c %s many.db) > 160 << 20)) || fail 'the database is small'
}

@test "fetch-tracks takes no more memory for 20,000 tracks than for 1,000" {
    local few
    stand_in --tracks 1000
    few=$(peak fetch-tracks -q)
    stand_in --tracks 20000
    within "$few" "$(peak fetch-tracks -q)"
}
