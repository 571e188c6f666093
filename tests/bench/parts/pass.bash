# shellcheck shell=bash disable=SC2154 # tests/bench/run sets these
# Records that pass through the enrichers.

measure_pass() {
    records 100000
    ids 100000
    begin '100,000 records through, every id known'
    row 'enrich-artists' 'enrich-artists -q --known 100000.artists <100000.ndjson'
    row 'enrich-albums' 'enrich-albums -q --known 100000.albums <100000.ndjson'
    row 'cat' 'cat 100000.ndjson'
    row 'jq -c .' 'jq -c . 100000.ndjson'
}
