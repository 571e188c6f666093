# shellcheck shell=bash disable=SC2034 # the tests use what is set here
# What the tests share, with what is in common.bash. A test file begins with
#
#     load helper
#     setup() { begin_test; }
#     teardown() { end_test; }
#
# begin_test            an empty folder to work in, with HOME and the XDG folders below it, and the programs,
#                       spotify-sync and the stand-in server first in PATH
# end_test              ends what the test has started
# stand_in [OPTION…]    starts the stand-in server (stand_in_start); a second one takes the first one's place
# synced [OPTION…]      the same, with a library that a first sync has just brought into a.db, as far as a limit of the
#                       server's let it. Only one test of a run makes that sync; those with the same options get a copy
# background COMMAND…   starts it with its output in background.out; sets background_pid; it takes Ctrl-C,
#                       which a job in a shell's background else ignores, and leads a process group of its own
# sync_that_stands_still    a sync of 500 tracks into a.db in the background, of which 50 are stored when the server
#                       answers no more requests for tracks, until its faults are cleared
# finish_background     waits until it ends and sets background_status
# preloaded LIBRARY [NAME=VALUE…] COMMAND…   runs it with a library of preload/
# until_true SECONDS COMMAND…   runs the command again and again until it succeeds; fails after SECONDS
# next_second           waits until the second is over: what is stored in whole seconds then differs
# change_tokens PROGRAM changes the file of tokens by a jq program
# same_tracks DB        fails unless the database's saved tracks are exactly the stand-in's
# breaches FILE         what in a file of messages is against the Singer rules, or in no schema, a line for each

bats_require_minimum_version 1.5.0
# load_library NAME: as bats_load_library, whose libraries start a process for each of their files in each test.
load_library() {
    local file
    for file in "$BATS_LIB_PATH/$1/src"/*.bash; do
        [[ -e $file ]] || { bats_load_library "$1" && return; }
        # shellcheck source=/dev/null
        source "$file"
    done
}
load_library bats-support
load_library bats-assert
# shellcheck source=tests/common.bash
source "${BASH_SOURCE[0]%/*}/common.bash"

begin_test() {
    local root=${BATS_TEST_DIRNAME%/*}
    clean_environment
    export PATH="$root/scripts:${BUILD:-$root/build}:$PATH"
    export HOME=$BATS_TEST_TMPDIR/home
    export XDG_DATA_HOME=$HOME/data XDG_STATE_HOME=$HOME/state XDG_CONFIG_HOME=$HOME/config \
        XDG_CACHE_HOME=$HOME/cache TZ=UTC
    [[ -z ${BUILD-} ]] || export SPOTIFY_SYNC_EXEC_PATH=$BUILD
    stand_in_pid='' background_pid=''
    mkdir -p "$HOME" "$BATS_TEST_TMPDIR/work" && cd "$BATS_TEST_TMPDIR/work" || return
}

end_test() {
    [[ -z ${background_pid-} ]] || kill -KILL -- "-$background_pid" 2>/dev/null || true
    stand_in_end
}

stand_in() {
    stand_in_end
    stand_in_start "$BATS_TEST_TMPDIR" "$@"
}

# What the programs remember of their calls belongs to a port, and stays behind.
synced() {
    local options="$*" made home
    made=$BATS_RUN_TMPDIR/synced/${options//[^a-z0-9=-]/_}
    home=$made.$$/home
    stand_in "$@"
    if [[ ! -e $made ]]; then
        mkdir -p "$made.$$/work" "$home"
        (cd "$made.$$/work" && XDG_STATE_HOME=$home/state spotify-sync -q --db a.db) || (($? == 75)) || return
        rm "$home/state/spotify-sync"/pace.*
        # Another file of tests may have made it meanwhile.
        mv -T "$made.$$" "$made" 2>/dev/null || [[ -e $made ]] || return
        control log/clear
    fi
    cp -a "$made/." "$BATS_TEST_TMPDIR"
}

background() {
    : >background.out # nobody is to read what an earlier one said
    setsid env --default-signal=INT,QUIT,PIPE "$@" </dev/null >background.out 2>&1 3>&- &
    background_pid=$!
}

sync_that_stands_still() {
    stand_in --tracks 500 --fault hang@2-9999:tracks
    background spotify-sync --db a.db --window 1
    until_true 60 has_first_page
}

has_first_page() {
    [[ $(sql a.db 'SELECT max(items_processed) FROM sync_state' 2>/dev/null) == 50 ]]
}

finish_background() {
    background_status=0
    wait "$background_pid" || background_status=$?
    background_pid=''
}

preloaded() {
    # Programs that are built with it need not have its library ahead of all others.
    env "ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}verify_asan_link_order=0" \
        "LD_PRELOAD=${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/$1.so${LD_PRELOAD:+:$LD_PRELOAD}" "${@:2}"
}

until_true() {
    local deadline=$((EPOCHSECONDS + $1))
    shift
    until "$@"; do
        ((EPOCHSECONDS < deadline)) || return 1
        pause 0.05
    done
}

next_second() {
    local now=$EPOCHSECONDS
    while ((EPOCHSECONDS == now)); do
        pause 0.05
    done
}

change_tokens() {
    local tokens=$XDG_STATE_HOME/spotify-sync/default/tokens.json
    jq "$1" "$tokens" >changed
    cat changed >"$tokens"
}

# newest_schema: prints the version of the schema that this program makes.
newest_schema() {
    local migrations=("$BATS_TEST_DIRNAME"/../schema/migrate/*.sql)
    echo "$((${#migrations[@]} + 1))"
}

same_tracks() {
    local differences
    ask library >"$BATS_TEST_TMPDIR/library"
    differences=$(sql "$1" "CREATE TEMP TABLE account AS SELECT value->>'id' AS id, value->>'added_at' AS added_at FROM
            json_each('[' || replace(rtrim(readfile('$BATS_TEST_TMPDIR/library'), char(10)), char(10), ',') || ']');
        CREATE TEMP TABLE stored AS SELECT track_id, added_at FROM saved_tracks WHERE removed_at IS NULL;
        SELECT '<', * FROM (SELECT * FROM account EXCEPT SELECT * FROM stored);
        SELECT '>', * FROM (SELECT * FROM stored EXCEPT SELECT * FROM account)") || return
    [[ ! $differences ]] || { echo "$differences" && return 1; }
}

breaches() {
    jq -rn '
        def types: if type == "array" then . else [.] end;
        def is($wanted): type as $type
            | $wanted == $type or ($wanted == "integer" and $type == "number" and . == floor);
        def check($schema; $where):
            if $schema.type != null and ([is($schema.type | types[])] | any | not)
            then "\($where) is a \(type)"
            else
                (objects | . as $value
                    | ($schema.required // [])[] | select(in($value) | not) | "\($where).\(.) is missing"),
                (objects | . as $value
                    | ($schema.properties // {}) | to_entries[] | . as $property
                    | select($property.key | in($value))
                    | $value[$property.key] | check($property.value; "\($where).\($property.key)")),
                (objects | select($schema.properties) | keys_unsorted[]
                    | select(in($schema.properties) | not) | "\($where).\(.) is not declared"),
                (arrays | select($schema.items) | .[] | check($schema.items; "\($where)[]")),
                (strings | select($schema.format == "date-time")
                    | select(test("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]+)?Z$") | not)
                    | "\($where) is no time"),
                (strings | select($schema.pattern) | select(test($schema.pattern) | not)
                    | "\($where) is not as its pattern"),
                (select($schema.enum and ([. == $schema.enum[]] | any | not)) | "\($where) is no choice"),
                (numbers | select($schema.minimum and . < $schema.minimum) | "\($where) is too small")
            end;
        foreach (inputs, null) as $message ({schemas: {}, records: 0};
            if $message.type? == "SCHEMA" then .schemas[$message.stream] = $message
            elif $message.type? == "RECORD" then .records += 1
            else . end;
            . as $seen
            | if $message == null then (if $seen.records == 0 then "no records" else empty end)
              elif $message.type == "RECORD" then
                  $seen.schemas[$message.stream] as $schema
                  | if $schema == null then "\($message.stream): a RECORD ahead of its SCHEMA"
                    else ($message.record | check($schema.schema; $message.stream)),
                         ($schema.key_properties[] as $key
                             | select($message.record[$key] == null) | "\($message.stream): no \($key)"),
                         ($message.time_extracted
                             | check({type: "string", format: "date-time"}; "time_extracted"))
                    end
              elif $message.type == "STATE" then
                  select($message.value | type != "object") | "a STATE without a value"
              elif $message.type == "SCHEMA" then
                  (select(($message.key_properties | length) == 0) | "a SCHEMA without a key"),
                  ("$schema" | select(in($message.schema)) | "\($message.stream): a SCHEMA with $schema")
              else "a message of type \($message.type)" end)' "$1"
}
