# shellcheck shell=bash disable=SC2154 # tests/bench/run sets these
# Storing a million records: seconds, memory, and what goes to the disk.

# million NAME COMMAND...: runs it, and prints what it took beside the size of the database that it made, new.db.
million() {
    local name=$1 seconds cpu system peak blocks bytes
    shift
    sync
    /usr/bin/time -o used -f '%e %U %S %M %O' "$@" >/dev/null
    read -r seconds cpu system peak blocks < <(tail -n 1 used)
    bytes=$(stat -c %s new.db)
    awk -v name="$name" -v s="$seconds" -v u="$cpu" -v y="$system" -v k="$peak" -v o="$blocks" -v b="$bytes" 'BEGIN {
        printf "  %-48s %9.2f %9.2f %9d %9d %9.1f\n", name, s, u + y, k / 1024, b / 1e6, o * 512 / b }'
}

measure_million() {
    local peers=$root/build/bench tracks
    records 100000
    records 1000000
    printf '\n%-50s %9s %9s %9s %9s %9s\n' 'saved tracks into a new database' seconds cpu 'peak MiB' 'file MB' 'written'
    for tracks in 100000 1000000; do
        rm -f new.db*
        million "store, $tracks" store -q new.db $tracks.ndjson
        million "the same again" store -q new.db $tracks.ndjson
        rm -f new.db*
        if [[ -d $peers/node_modules/@duckdb/node-api ]]; then
            million "DuckDB with primary keys, $tracks" node "$bench/duckdb.mjs" "$peers" new.db $tracks.ndjson keys
        else
            skip DuckDB
        fi
    done
    printf '  written: how many times the size of the file went to the disk\n'
    rm -f new.db* 1000000.ndjson
}
