# shellcheck shell=bash disable=SC2154 # sourced by run, which sets what is used here
# A streaming history of half a million rows: read, stored, looked at.

measure_history() {
    local month="SELECT count(*), sum(ms_played) FROM listens
        WHERE listened_at >= '2015-03' AND listened_at < '2015-04'"
    mkdir export
    "$root/build/tests/made-history" --rows 500000 --files 40 --plays 2000 export api truth
    begin '500,000 rows of a streaming history in 40 files, 284 MB'
    row "jq -c '.[]', which only reads and writes" "jq -c '.[]' export/*.json >rows.json"
    row 'read-history' 'read-history -q export >past.ndjson'
    row 'store' 'store -q new.db past.ndjson >/dev/null'
    row 'the same stored again, with 2,000 plays' 'store -q history.db past.ndjson api >/dev/null'
    row 'the listens of a month' "sqlite3 history.db \"$month\""
    printf '\n%-62s' 'peak memory of read-history in MiB'
    peak read-history -q export
    printf '\n'
}
