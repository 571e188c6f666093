# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# `plays`: fetches the plays since the last time. Spotify keeps only the last 50, so this runs every half hour: one request,
# under its own lock, even during a sync.

command_plays() {
    local state='' status words warning
    need_programs store run-pipelines fetch-account fetch-plays
    library_begin plays
    plays_claim && {
        pipelines_tell run plays '' '' "$exec_dir/fetch-plays" "${filter_options[@]}" '|' "$exec_dir/store" "$database"
        pipeline_wait plays # sets `state`
    }
    status=$?
    ((status == 0 && !stop_status)) || exit "$((stop_status ? stop_status : status))"
    database_query plays "state=$state" "option=$account_option$db_option"
    row_read "${rows[0]}" words warning
    progress_say "$words"
    [[ -z $warning ]] || say_error "$warning"
    exit 0
}

# plays_claim: account_claim, but without a request if the token is from the environment and the database has no owner.
plays_claim() {
    local owner
    if [[ -n ${SPOTIFY_ACCESS_TOKEN-} ]]; then
        database_query account 'messages=[]'
        row_read "${rows[0]}" owner
        [[ -n $owner ]] || return 0
    fi
    account_claim
}
