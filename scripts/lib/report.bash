# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# The commands that show the history of syncs, and those that store archives and exports. SQL formats what they print.

# rows_print: prints the first column of `rows`. The second, if any, must be a number.
rows_print() {
    local row line
    for row in "${rows[@]}"; do
        row_read "$row" line '#_'
        printf '%s\n' "$line"
    done
}

# syncs_show [QUERY [PARAMETER=VALUE…]]: prints the rows of the query, or that there has been no sync.
syncs_show() {
    local name
    if library_is_there && database_query "$@" && ((${#rows[@]})); then
        rows_print
    elif ((json)); then
        printf '[]\n'
    else
        printable name "$database"
        printf "There has been no sync into '%s' yet: run 'spotify-sync%s'.\n" "$name" "$account_option$db_option"
    fi
}

command_history() {
    syncs_show history "json=$json"
}

command_status() {
    local running=0
    lock_is_free || running=1
    [[ -n ${SPOTIFY_ACCESS_TOKEN-} ]] || account_read
    account_describe
    if ((!json)); then
        syncs_show status "running=$running" "database=$database" "timers=$timers" "option=$account_option$db_option"
        printf '%s\n' "$account_words"
    elif library_is_there; then
        database_query status json=1 "running=$running" "sign_in=$account_json"
        rows_print
    else
        fill_in no-sync.json
    fi
}

command_changes() {
    local is_since
    if library_is_there; then
        database_query changes "since=$since" "json=$json"
        row_read "${rows[0]}" '#is_since'
        ((is_since)) || usage_error "--since takes ${KINDS[date]#* }, not '$since'"
        rows=("${rows[@]:1}")
        rows_print
    else
        syncs_show
    fi
}

# No lock: storing messages twice, or during a sync, gives the same rows.
command_replay() {
    need_programs store
    exec "$exec_dir/store" "${log_options[@]}" -- "$database" "$@" >/dev/null
}

# command_import FILE…: stores the streaming history that Spotify sends. It needs no sign-in, and no lock either.
command_import() {
    local status=0 done=0 many=0 state='' options=("${log_options[@]}")
    need_programs store run-pipelines read-history
    ((!keep_device)) || options+=(--keep-device)
    library_open
    progress_begin import 0 ''
    pipelines_tell run import - '' "$exec_dir/read-history" "${options[@]}" -- "$@" '|' "$exec_dir/store" "$database"
    pipeline_wait import import_show || status=$?
    [[ $progress_kind != live ]] || progress_clear
    ((!stop_status)) || die "$stop_status" "cancelled; what was stored stays, and importing again adds the rest"
    database_query imported "state=$state"
    ((quiet || (status && !done))) || rows_print
    exit "$status"
}

# import_show: shows how far the import is, by `state`.
import_show() {
    database_query import "state=$state"
    row_read "${rows[0]}" '#done' '#many'
    progress_set import "$done" "$many"
    progress_show import
}
