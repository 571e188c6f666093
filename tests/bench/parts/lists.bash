# shellcheck shell=bash disable=SC2154 # tests/bench/run sets these
# What it costs to write the lists of a library for other programs.

measure_lists() {
    local format
    stand_in_start . --tracks 50 --playlists 200 --playlist-items 50 --foreign-playlists 0
    fetch-playlists -q >playlists.ndjson
    stand_in_end
    store -q lists.db playlists.ndjson >store.out
    begin 'export of 10,000 tracks in 200 playlists'
    row 'into a new folder' 'rm -rf lists && exec export -o lists/ lists.db'
    row 'again, where nothing has changed' 'exec export -o lists/ lists.db'
    rm -rf lists lists.db* playlists.ndjson
    records 100000
    store -q lists.db 100000.ndjson >store.out
    begin '100,000 saved tracks'
    for format in csv text xspf; do
        row "export --to $format" "exec export --to $format lists.db >list" 1
    done
    row 'convert --to csv' 'exec convert --to csv 100000.ndjson >list' 1
    printf '\n%-62s' 'peak memory of export and of convert in MiB'
    peak export --to csv lists.db
    peak convert --to csv 100000.ndjson
    printf '\n'
    rm -rf list lists.db*
}
