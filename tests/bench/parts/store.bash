# shellcheck shell=bash disable=SC2154 # tests/bench/run sets these
# Storing many records, beside others that store them.

measure_store() {
    local peers=$root/build/bench
    records 100000
    jq -c 'select(.type == "RECORD").record' 100000.ndjson >flat.ndjson
    begin '100,000 saved tracks into a new database'
    row 'store' 'store -q new.db 100000.ndjson'
    if command -v sqlite-utils >/dev/null; then
        row 'sqlite-utils insert --nl, one flat table' 'sqlite-utils insert new.db saved flat.ndjson --nl'
    else
        skip sqlite-utils
    fi
    if [[ -d $peers/node_modules/@duckdb/node-api ]]; then
        row 'DuckDB, the same six tables without keys' \
            "node '$bench/duckdb.mjs' '$peers' new.db 100000.ndjson"
        row 'DuckDB, the same six tables with primary keys' \
            "node '$bench/duckdb.mjs' '$peers' new.db 100000.ndjson keys"
    else
        skip DuckDB
    fi
    row 'jq -c ., which only reads and writes' 'jq -c . 100000.ndjson'
}
