# shellcheck shell=bash disable=SC2154 # tests/bench/run sets these
# Syncs of large libraries.

# The requests that a sync made, as a file for curl's -K.
logged_requests() {
    ask log | jq -r --arg url "$STAND_IN" \
        '"url=\($url)\(.path)\(if .query == "" then "" else "?" + .query end)\noutput=/dev/null"'
}

measure_sync() {
    local tracks
    for tracks in 5000 50000; do
        stand_in_start . --tracks $tracks --artists $((tracks / 5)) --albums $((tracks * 2 / 5)) \
            --latency 100
        begin "first sync of $tracks tracks at 100 ms latency"
        row 'spotify-sync' 'spotify-sync -q --db new.db' $((tracks > 5000 ? 1 : runs))
        rm -f new.db*
        control log/clear
        spotify-sync -q --db new.db
        logged_requests >requests
        row "the same $(grep -c '^url' requests) requests one by one (curl)" \
            'curl -sS -H "Authorization: Bearer token" -K requests' 1
        stand_in_end
    done
    stand_in_start . --tracks 100000 --artists 20000 --albums 40000
    spotify-sync -q --db kept.db
    control 'set?latency=100'
    begin '100,000 tracks of which none changed, at 100 ms latency'
    row 'spotify-sync' 'spotify-sync -q --db kept.db'
    stand_in_end
    rm -f kept.db*
}
