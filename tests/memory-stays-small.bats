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

# The pages that SQLite keeps are full with few.
@test "store takes no more memory for 160,000 records than for 40,000" {
    tracks 1 40000 >few
    tracks 1 160000 >many
    within "$(peak store -q few.db few)" "$(peak store -q many.db many)"
}

@test "fetch-tracks takes no more memory for 20,000 tracks than for 1,000" {
    local few
    stand_in --tracks 1000
    few=$(peak fetch-tracks -q)
    stand_in --tracks 20000
    within "$few" "$(peak fetch-tracks -q)"
}
