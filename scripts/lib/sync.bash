# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# `sync`, from the lock to the summary. Its phases are in phases.bash.

readonly COUNTDOWN_INTERVAL=600 # seconds between two lines while waiting for a limit

command_sync() {
    local account_exit final_status final_exit final_error first_reset limited
    need_programs store run-pipelines enrich-{artists,albums} \
        fetch-{account,tracks,artists,albums,audiobooks,shows,episodes,playlists}
    library_begin
    account_claim
    account_exit=$?
    ((account_exit)) || clock_check
    account_describe
    # Even with --quiet: there may be no other sync than the nightly one.
    [[ -z $account_notice ]] || progress_print "$account_notice"
    database_query begin "full=$full" "full_every=$full_every" "budget=${budget:+1}" "refresh_after=$refresh_after"
    row_read "${rows[0]}" '#sync_id' kind '#resumed'
    ((!resumed)) || progress_say "Continuing sync $sync_id."
    while :; do
        ((account_exit)) || phases_run
        outcome
        if ((!wait_for_limits)) || [[ $final_status != RateLimited ]]; then
            break
        fi
        wait_for_reset
        if ((account_exit)); then
            account_claim
            account_exit=$?
        fi
    done
    finish
    exit "$final_exit"
}

# clock_check: reports stored times that are yet to come, and sets them back. Everything newer would lose against them.
clock_check() {
    local warning file=${rows_files[0]}
    database_query clock
    ((${#rows[@]})) || return 0
    row_read "${rows[0]}" warning
    [[ -z $warning ]] || say_error "$warning"
    database_rows "$file" set-back
    database_send ".read $file"$'\n'
}

# outcome: how the sync ends: sets final_status, final_exit, final_error, first_reset (when the first limit ends) and
# `limited` (what the limits are on, in words).
outcome() {
    local program=fetch-account
    database_query outcome "account_exit=$account_exit" "account_reset=${account_reset-}" "stopped=$stop_status" \
        "account_error=${program_said[$program]:-"$program ended with status $account_exit"}"
    row_read "${rows[0]}" final_status '#final_exit' final_error '#first_reset' limited
}

# wait_for_reset: waits, with a countdown, until the first limit ends or the sync is stopped.
wait_for_reset() {
    local left printed_at=0
    while ((EPOCHSECONDS < first_reset && !stop_status)); do
        describe_clock left "$((first_reset - EPOCHSECONDS))"
        if [[ $progress_kind == live ]]; then
            progress_note "waiting for the limit on $limited: $left left"
        elif ((EPOCHSECONDS - printed_at >= COUNTDOWN_INTERVAL)); then
            printed_at=$EPOCHSECONDS
            progress_say "waiting for the limit on $limited: $left left"
        fi
        event_next # at least a tick
    done
    [[ $progress_kind != live ]] || progress_clear
}

# finish: records and reports how the sync has ended.
finish() {
    local row words say=progress_say
    [[ $final_status != Failed ]] || say=say_error
    database_query finish "status=$final_status" "error=$final_error" "limited=$limited" "reset=$first_reset" \
        "budget=$budget" "database=$database" "timers=$timers" "option=$account_option$db_option"
    for row in "${rows[@]}"; do
        row_read "$row" words
        "$say" "$words"
    done
}
