# shellcheck shell=bash disable=SC2154 # tests/bench/run sets these
# What the driver costs beside the filters that it runs, in CPU time.

begin_cost() { # TITLE
    printf '\n%-50s %9s %9s %9s %9s\n' "$1" seconds cpu ratio processes
    first=
}

# costs {NAME COMMAND}…: the medians of shell commands, which take turns, each begun without a database. A ratio is that of
# the CPU time.
costs() {
    local i k
    rm -f measured-*
    for ((i = 0; i < runs; i++)); do
        for ((k = 2; k <= $#; k += 2)); do
            rm -f new.db*
            "$bench/measure" bash -c "${!k}" >>"measured-$k" 2>error || {
                cat error >&2
                return 1
            }
        done
    done
    for ((k = 1; k <= $#; k += 2)); do
        mv "measured-$((k + 1))" measured
        first=${first:-$(median 2)}
        awk -v name="${!k}" -v seconds="$(median 1)" -v cpu="$(median 2)" -v processes="$(median 3)" -v first="$first" \
            'BEGIN { printf "  %-48s %9.3f %9.3f %9.2f %9d\n", name, seconds, cpu, cpu / first, processes }'
    done
}

measure_driver() {
    export BENCH_COUNTER=$root/build/tests/count-processes.so
    stand_in_start . --tracks 10000 --artists 2000 --albums 4000 --playlists 20
    begin_cost 'all of 10,000 tracks, 2,000 artists, 4,000 albums'
    costs 'the filters in two pipes' 'set -o pipefail; fetch-tracks -q | enrich-artists -q | enrich-albums -q | store -q new.db &&
        fetch-playlists -q | store -q new.db' 'spotify-sync' 'exec spotify-sync -q --db new.db'
    spotify-sync -q --db kept.db
    begin_cost 'the same library, of which nothing has changed'
    costs 'spotify-sync' 'exec spotify-sync -q --db kept.db'
    rm -f kept.db*
    begin_cost '10,000 tracks'
    costs 'fetch-tracks' 'exec fetch-tracks -q'
    stand_in_end
    unset BENCH_COUNTER
}
