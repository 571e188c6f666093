# shellcheck shell=bash disable=SC2154 # tests/bench/run sets these
# What the next sync loses by syncs that were killed in mid-request.

in_mid_request() {
    [[ $(ask stats) != *'"in_flight":0'* ]]
}

# A sync of its own into new.db, killed with all that it started while requests are under way.
kill_a_sync() {
    local group
    setsid spotify-sync -q --db new.db </dev/null >/dev/null 2>&1 &
    group=$!
    until in_mid_request; do
        pause 0.01
    done
    pause "0.0$((RANDOM % 10))"
    kill -KILL -- "-$group"
    wait "$group" 2>/dev/null || true
}

# after_kills COUNT: the seconds of a first sync after so many were killed, where the app's limit is known.
after_kills() {
    local kill
    rm -rf state new.db*
    stand_in_start . --tracks 2000 --artists 400 --albums 800 --latency 100 --rate 40/2
    spotify-sync -q --db new.db
    rm -f new.db*
    for ((kill = 0; kill < $1; kill++)); do
        kill_a_sync
    done
    rm -f new.db*
    "$bench/measure" spotify-sync -q --db new.db
    stand_in_end
}

measure_kills() {
    local kills i
    printf '\n%-62s %9s %9s\n' 'a first sync of 2,000 tracks, of 40 requests in 2 s' seconds ratio
    first=
    for kills in 0 20; do
        for ((i = 0; i < runs; i++)); do
            after_kills $kills
        done >measured 2>error || {
            cat error >&2
            return 1
        }
        first=${first:-$(median 1)}
        awk -v kills=$kills -v seconds="$(median 1)" -v first="$first" \
            'BEGIN { printf "  after %-2d kills in mid-request %40.2f %9.2f\n", kills, seconds, seconds / first }'
    done
}
