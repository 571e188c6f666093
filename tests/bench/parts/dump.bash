# shellcheck shell=bash disable=SC2154 # tests/bench/run sets these
# Dumping a library, beside others that read its tables.

measure_dump() {
    records 100000
    store -q old.db 100000.ndjson
    begin 'a library of 100,000 saved tracks as JSON'
    row 'dump, all streams' 'dump -q old.db'
    row 'dump --stream saved_tracks' 'dump -q --stream saved_tracks old.db'
    row 'sqlite3 -json, one flat table' "sqlite3 -json old.db 'SELECT * FROM tracks JOIN saved_tracks ON track_id = id'"
    row 'jq -c ., which only reads and writes' 'jq -c . 100000.ndjson'
}
