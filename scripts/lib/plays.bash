# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# `plays`: what was played since the last time. Spotify keeps the last 50 plays only, so this is run every
# half hour: one request, under a lock of its own, whatever a sync does meanwhile.

readonly PLAYS_TOLD=50 # how many plays an answer can hold

command_plays() {
    local state='' status total processed new before plural=s
    need_programs store fetch-account fetch-plays
    filters_check_options
    account_need
    progress_open
    lock_take plays
    stages_open
    database_store </dev/null
    plays_claim && plays_fetch
    status=$?
    ((!stop_status)) || exit "$stop_status"
    ((status == 0)) || exit "$status"
    database_query plays "state=$state"
    row_read "$reply" '#total' '#processed' '#new' '#before'
    ((new != 1)) || plural=''
    progress_say "$new new play$plural."
    if ((total >= PLAYS_TOLD && processed > 0 && new == processed && before > 0)); then
        say_error "warning: Spotify tells the last $total plays, and none of them was known:\
 older ones are lost; run 'spotify-sync plays' more often ('spotify-sync schedule' does)"
    fi
    exit 0
}

# plays_claim: whose the database is. A token that was given by hand is not asked for its user while the
# database is nobody's yet, so that this stays at one request.
plays_claim() {
    local owner
    if [[ -n ${SPOTIFY_ACCESS_TOKEN-} ]]; then
        database_query account 'record={}'
        row_read "$reply" owner
        [[ -n $owner ]] || return 0
    fi
    account_claim
}

# plays_fetch: stores what fetch-plays prints; sets `state` to its committed STATE line. Returns the first
# status of the two that is not 0.
plays_fetch() {
    local records_reader records_writer states_reader states_writer fetcher storer line fetched stored
    pipe_open records_reader records_writer
    pipe_open states_reader states_writer
    stage_start 0 "$records_writer" "$exec_dir/fetch-plays" "${filter_options[@]}"
    fetcher=$stage_pid
    stage_start "$records_reader" "$states_writer" "$exec_dir/store" "$database"
    storer=$stage_pid
    while IFS= read -r line <&"$states_reader"; do
        state=$line
    done
    pipe_close "$states_reader"
    stage_wait "$fetcher"
    fetched=$?
    stage_wait "$storer"
    stored=$?
    messages_show
    stage_tell_killed fetch-plays "$fetched"
    stage_tell_killed store "$stored"
    ((fetched && fetched != SIGPIPE_STATUS)) || return "$stored"
    return "$fetched"
}
