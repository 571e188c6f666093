# shellcheck shell=bash disable=SC2154 # tests/bench/run sets these
# The most memory that the programs use.

peak() { # COMMAND...: its peak memory in MiB
    local kib
    /usr/bin/time -o peak -f %M "$@" >/dev/null 2>&1
    kib=$(tail -n 1 peak)
    printf ' %10d.%d' $((kib / 1024)) $((kib % 1024 * 10 / 1024))
}

measure_memory() {
    local program tracks
    printf '\n%-30s %12s %12s %12s\n' 'peak memory in MiB' 10,000 100,000 1,000,000
    for tracks in 10000 100000 1000000; do
        records $tracks
        ids $tracks
    done
    for program in store dump enrich-artists enrich-albums fetch-tracks; do
        printf '  %-28s' $program
        for tracks in 10000 100000 1000000; do
            case $program in
                store)
                    rm -f new.db*
                    peak store -q new.db $tracks.ndjson
                    mv new.db $tracks.db
                    ;;
                dump)
                    peak dump -q $tracks.db
                    rm $tracks.db
                    ;;
                enrich-*)
                    peak bash -c "exec $program -q --known $tracks.${program#enrich-} <$tracks.ndjson"
                    ;;
                fetch-tracks)
                    stand_in_start . --tracks $tracks
                    peak fetch-tracks -q
                    stand_in_end
                    ;;
            esac
        done
        printf '\n'
    done
    rm -f new.db*
}
