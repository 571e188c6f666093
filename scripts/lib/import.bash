# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# `import`: stores the streaming history that Spotify sends on request. It needs neither a sign-in nor a lock: storing rows
# twice, or during a sync, gives the same rows.

# command_import FILE…
command_import() {
    local -A running=()
    local status culprit done=0 many state='' options=("${log_options[@]}")
    need_programs store run-pipelines read-history
    ((!keep_device)) || options+=(--keep-device)
    progress_open
    pipelines_open
    on_signals stop
    library_is_there || library_store ''
    database_open
    progress_begin import 0 ''
    pipelines_tell run import '' '' "$exec_dir/read-history" "${options[@]}" -- "$@" '|' "$exec_dir/store" "$database"
    event=''
    until [[ $event == end ]]; do
        event_next
        if [[ $event == state ]]; then
            state=$event_text
            database_query import "state=$state"
            row_read "${rows[0]}" '#done' '#many'
            progress_set import "$done" "$many"
        fi
        progress_show import
    done
    read -r status culprit <<<"$event_text"
    [[ $progress_kind != live ]] || progress_clear
    ((!stop_status)) || die "$stop_status" "cancelled; what was stored stays, and importing again adds the rest"
    database_query imported "state=$state"
    ((quiet || (status && !done))) || rows_print
    exit "$status"
}
