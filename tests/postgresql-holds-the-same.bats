# The manual's way into a PostgreSQL server, with a real one.

load helper
load messages

setup() {
    begin_test
    unset "${!PG@}"
    server_programs=$(printf '%s\n' /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb "$(type -P initdb)" | grep -m 1 -x '/[^*]*') ||
        skip 'no PostgreSQL server is installed'
    server_programs=${server_programs%/*}
    # The server refuses to run as root, and its user has to get to its folder.
    folder=$(mktemp -d /tmp/postgresql-XXXXXX)
    [[ $EUID -ne 0 ]] || chown postgres "$folder"
    serve "$server_programs/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale C --no-sync >log
    serve "$server_programs/pg_ctl" -D "$folder/data" -l "$folder/log" -w -o "-F -k $folder -c listen_addresses=''" start >>log
    export PGHOST=$folder PGUSER=postgres PGDATABASE=postgres
    sed -n -e '/^\.Ss Into PostgreSQL/,/^\.Ed/ { /^\.Bd/,/^\.Ed/ { /^\.[BE]d/d; p; }; }' "$BATS_TEST_DIRNAME/../cmd/dump/dump.1" |
        sed -e 's/\\-/-/g' -e "s/\\\\(aq/'/g" -e 's/\\e/\\/g' >load.sql
}

teardown() {
    [[ ! ${folder-} || ! -d $folder/data ]] || serve "$server_programs/pg_ctl" -D "$folder/data" -m immediate stop >/dev/null
    rm -rf "${folder-}"
    end_test
}

# serve COMMAND…: runs it as a user who may run the server.
serve() {
    if ((EUID == 0)); then
        (cd / && setpriv --reuid postgres --regid postgres --clear-groups "$@" 3>&- 4>&-)
    else
        "$@" 3>&- 4>&-
    fi
}

# load_messages: loads the messages of the input, twice.
load_messages() {
    tee messages | psql -q -v ON_ERROR_STOP=1 -f load.sql
    psql -q -v ON_ERROR_STOP=1 -f load.sql <messages
}

# one_form: the lines of the input, sorted, with times as PostgreSQL prints them.
one_form() {
    sed -E 's/(T[0-9:]{8})(\.[0-9]*[1-9])?\.?0*(Z|\+00:00)"/\1\2+00:00"/g' | sort
}

# same_tables DB: the server's tables hold the rows of those that --tables prints, value for value.
same_tables() {
    local table
    dump --tables "$1" | jq -cS 'select(.type == "RECORD") | .stream as $stream | .record
        | with_entries(if .value == null then empty else . end) | [$stream, .]' | one_form >ours
    psql -Atc "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace" >tables
    while read -r table; do
        psql -Atc "SET timezone = 'UTC'" -c "SELECT json_build_array('$table', json_strip_nulls(to_json(t))) FROM $table AS t"
    done <tables | grep -v '^SET$' | jq -cS . | one_form >theirs
    diff ours theirs
}

@test "every table and every stream, loaded twice, holds what the library holds, removals included" {
    local stream
    stand_in --tracks 60 --playlists 3 --playlist-items 30 --saved-albums 3 --followed-artists 3 --saved-shows 2 \
        --saved-episodes 3 --saved-audiobooks 2
    control 'play?track=3&at=2026-11-20T12:00:55.123Z'
    spotify-sync -q --db a.db
    spotify-sync -q --db a.db plays
    record saved_tracks "$T1" '{"id":"t1","name":"a\\b\"c\n\té\u0001,","explicit":true,"duration_ms":9007199254740991}' | store -q a.db
    dump --tables a.db | load_messages
    same_tables a.db
    # What is removed keeps its row (as t1, which the account never had); the items after a playlist's new end go.
    control 'change?do=remove&count=3'
    control 'change?do=unsave-album&index=1'
    control 'change?do=playlist-items&index=1&count=4'
    spotify-sync -q --db a.db --full
    dump --tables a.db | load_messages
    same_tables a.db
    assert_equal "$(psql -Atc 'SELECT count(*) FROM saved_tracks WHERE removed_at IS NOT NULL')" 4
    # The messages of the fetching programs, whole objects, in a database of their own.
    psql -qc 'CREATE DATABASE nested'
    export PGDATABASE=nested
    dump --account-id a.db | load_messages
    for stream in saved_tracks saved_albums followed_artists playlists plays saved_shows saved_episodes saved_audiobooks; do
        assert_equal "$stream $(psql -Atc "SELECT count(*) FROM $stream")" "$stream $(sql a.db "SELECT count(*) FROM $stream")"
    done
    assert_equal "$(psql -Atc 'SELECT count(*), count(DISTINCT name) > 50 FROM saved_tracks WHERE _sdc_deleted_at IS NOT NULL OR added_at IS NOT NULL')" '61|t'
    assert_equal "$(psql -Atc "SELECT count(*) FROM saved_tracks WHERE _sdc_deleted_at IS NOT NULL AND album ->> 'name' IS NOT NULL AND added_at IS NOT NULL")" 3
}
