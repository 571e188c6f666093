# A server that answers at random: totals up to 300, pages from anywhere, errors, nulls. Each program ends, and asks at
# most so many times as the length of the longest list that it was told of allows.

load helper

setup() {
    begin_test
}

teardown() {
    end_test
}

LONGEST=300 PLAYLISTS=8

# bounded MOST PROGRAM OPTION…: fails unless the program ends, and with a status of its own, after at most that many
# requests. What a random answer makes of its output is nobody's business.
bounded() {
    local most=$1 status=0 count
    shift
    control log/clear
    timeout 60 "$@" --retry-delay 0.001 <"${input:-/dev/null}" >out 2>err || status=$?
    count=$(requests)
    echo "seed $seed: $*: $count requests, ended with $status"
    case $status in
        0 | 65 | 69 | 76 | 77) ;;
        *) cat err && return 1 ;;
    esac
    ((count <= most))
}

# As common/list/joining.h bounds it; each request is made up to five times.
of_a_list=$((5 * (4 * (LONGEST / 50) + 20)))

random_server() { # SEED KIND
    seed=$1
    stand_in --tracks 200 --artists 60 --albums 40 --playlists "$PLAYLISTS" --playlist-items 60 --saved-albums 120 \
        --followed-artists 120 --top-artists 70 --seed "$seed"
    fetch-tracks | tee tracks | jq -r 'select(.stream == "saved_tracks" and .record) | "\(.record.id) \(.record.added_at)"' >known
    control "set?fault=$2=$LONGEST@*1"
}

each_is_bounded() { # KIND
    local seed input=''
    for seed in 1 2 4 5; do
        random_server "$seed" "$1"
        bounded "$of_a_list" fetch-tracks
        bounded "$of_a_list" fetch-tracks --offset 100 --total 200
        bounded "$of_a_list" fetch-tracks --offset 270 --total 300 --max-items 20
        bounded "$of_a_list" fetch-tracks --known known
        bounded "$of_a_list" fetch-albums
        bounded $((4 * of_a_list)) fetch-artists --top
        bounded $(((1 + PLAYLISTS) * of_a_list)) fetch-playlists
        bounded 5 fetch-plays
        # 40 albums and 60 artists, in one batch or two, or one by one, each up to five times.
        input=tracks
        bounded 400 enrich-artists
        bounded 300 enrich-albums
        bounded 400 enrich-artists --mode single
        input=''
    done
}

@test "a list with an absurd total is refused at once" {
    local program
    stand_in --tracks 120 --saved-albums 60 --playlists 3
    control 'set?fault=total=9000000000000000@*1'
    for program in fetch-tracks 'fetch-tracks --known /dev/null' fetch-albums fetch-playlists; do
        control log/clear
        # shellcheck disable=SC2086 # the program and its option
        run -76 timeout 60 $program
        assert_output --partial ' counts 9000000000000000 '
        (($(requests) <= 5))
    done
}

@test "a server that answers at random gets a bounded number of requests from each program" {
    each_is_bounded random
}

@test "a server whose answers never fit each other gets a bounded number of requests from each program" {
    each_is_bounded settled
}
