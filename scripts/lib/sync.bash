# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# `sync`, from the lock to the last word; the phases between are in phases.bash.

readonly COUNTDOWN_INTERVAL=600 # seconds between two lines while waiting for a limit

command_sync() {
    local account_exit final_status final_exit final_error first_reset limited
    need_programs store run-pipelines fetch-account fetch-tracks fetch-artists fetch-albums enrich-artists \
        enrich-albums fetch-playlists
    filters_check_options
    account_need
    progress_open
    lock_take
    pipelines_open
    pipelines_stop_on_signals
    library_open
    began=$EPOCHSECONDS
    account_claim
    account_exit=$?
    account_warn
    database_query begin "full=$full" "full_every=$full_every" "budget=$own_budget" "${refresh[@]}"
    row_read "${rows[0]}" '#sync_id' kind '#resumed'
    ((!resumed)) || progress_say "Going on with sync $sync_id."
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

# outcome: what the sync ends with: sets final_status, final_exit, final_error, first_reset (the second at which the first
# limit ends) and the array `limited` (what is).
outcome() {
    local program=fetch-account names
    database_query outcome "account_exit=$account_exit" "account_reset=${account_reset-}" "stopped=$stop_status" \
        "account_error=${program_said[$program]:-"$program ended with status $account_exit"}"
    row_read "${rows[0]}" final_status '#final_exit' final_error '#first_reset' names
    IFS=, read -ra limited <<<"$names"
}

# wait_for_reset: waits until the first limit ends, counting down, or the sync is stopped.
wait_for_reset() {
    local left until what told=0
    describe_list what "${limited[@]}"
    while ((EPOCHSECONDS < first_reset && !stop_status)); do
        if [[ $progress_kind == live ]]; then
            describe_clock left "$((first_reset - EPOCHSECONDS))"
            progress_note "waiting for the limit on $what: $left left"
        elif ((EPOCHSECONDS - told >= COUNTDOWN_INTERVAL)); then
            told=$EPOCHSECONDS
            describe_reset until "$first_reset"
            progress_say "waiting for the limit on $what until $until"
        fi
        event_next # at the latest a tick
    done
    [[ $progress_kind != live ]] || progress_clear
}

# finish: the last word, in the database and to the person.
finish() {
    local requests new updated span counts until what way_out='or with --wait'
    database_query finish "status=$final_status" "error=$final_error"
    row_read "${rows[0]}" '#requests' '#new' '#updated'
    case $final_status in
        Success)
            describe_span span "$((EPOCHSECONDS - began))"
            describe_counts counts "$new" "$updated" "$requests"
            progress_say "Done in $span: $counts."
            ;;
        Cancelled) progress_say "Cancelled. The next sync goes on from there." ;;
        RateLimited)
            describe_reset until "$first_reset"
            ((!own_budget)) || way_out='with --wait, or with another --budget'
            describe_list what "${limited[@]}"
            say_error "a limit holds $what until $until: sync again then, $way_out"
            ;;
        Failed) say_error "the sync is not complete: the next one goes on from there" ;;
    esac
}
