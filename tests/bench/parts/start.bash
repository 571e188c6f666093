# shellcheck shell=bash disable=SC2154 # tests/bench/run sets these
# What a start costs.

measure_start() {
    local program start
    begin 'start-up, --version'
    for program in store fetch-tracks fetch-albums fetch-artists fetch-plays fetch-playlists \
        fetch-shows fetch-episodes fetch-audiobooks fetch-account read-history enrich-artists enrich-albums \
        sign-in spotify-sync; do
        row "$program" "$program --version" $((runs * 4))
    done
    row 'curl, for comparison' 'curl --version' $((runs * 4))
    printf '\n%-62s %9s\n' 'from start to the first request at the server' seconds
    stand_in_start . --tracks 50
    for program in fetch-tracks fetch-albums fetch-playlists fetch-plays; do
        for ((i = 0; i < runs * 4; i++)); do
            control log/clear
            start=${EPOCHREALTIME/[.,]/}
            "$program" -q >/dev/null
            ask log |
                jq -s --argjson start "$start" '(.[0].at_us - $start) / 1000000'
        done | sort -n | sed -n "$((runs * 2))p" | {
            read -r median
            printf '  %-60s %9.4f\n' "$program" "$median"
        }
    done
    stand_in_end
}
