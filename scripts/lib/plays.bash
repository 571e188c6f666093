# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# `plays`: what was played since the last time. Spotify keeps the last 50 plays only, so this is run every
# half hour: one request, under a lock of its own, whatever a sync does meanwhile.

readonly PLAYS_TOLD=50 # how many plays an answer can hold

command_plays() {
    local state='' status total processed new before plural=s
    need_programs store run-pipelines fetch-account fetch-plays
    filters_check_options
    account_need
    progress_open
    lock_take plays
    pipelines_open
    pipelines_stop_on_signals
    library_open
    plays_claim && plays_fetch
    status=$?
    ((!stop_status)) || exit "$stop_status"
    ((status == 0)) || exit "$status"
    database_query plays "state=$state"
    row_read "${rows[0]}" '#total' '#processed' '#new' '#before'
    ((new != 1)) || plural=''
    progress_say "$new new play$plural."
    if ((total >= PLAYS_TOLD && processed > 0 && new == processed && before > 0)); then
        say_error "warning: Spotify tells the last $total plays, and none of them was known:\
 older ones are lost; run 'spotify-sync plays' more often ('spotify-sync schedule' does)"
    fi
    exit 0
}

# plays_claim: whose the database is. A token that was given by hand is not asked for its user while the database is
# nobody's yet, so that this stays at one request.
plays_claim() {
    local owner
    if [[ -n ${SPOTIFY_ACCESS_TOKEN-} ]]; then
        database_query account 'record={}'
        row_read "${rows[0]}" owner
        [[ -n $owner ]] || return 0
    fi
    account_claim
}

# plays_fetch: stores what fetch-plays prints; sets `state` to its committed STATE line.
plays_fetch() {
    pipelines_tell run plays '' '' "$exec_dir/fetch-plays" "${filter_options[@]}" '|' "$exec_dir/store" "$database"
    pipeline_wait plays
}
