# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# The commands that show the history of syncs, and the one that stores an archive. SQL formats what they print.

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
    else
        printable name "$database"
        printf "There has been no sync into '%s' yet: run 'spotify-sync'.\n" "$name"
    fi
}

command_history() {
    if ((!json)) || library_is_there; then
        syncs_show history "json=$json"
    else
        printf '[]\n'
    fi
}

command_status() {
    local running=0
    lock_is_free || running=1
    [[ -n ${SPOTIFY_ACCESS_TOKEN-} ]] || account_read
    account_describe
    if ((!json)); then
        syncs_show status "running=$running"
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
        ((is_since)) || value_error --since "$since"
        rows=("${rows[@]:1}")
        rows_print
    elif ((json)); then
        printf '[]\n'
    else
        syncs_show
    fi
}

# No lock: storing messages twice, or during a sync, gives the same rows.
command_replay() {
    need_programs store
    exec "$exec_dir/store" "${log_options[@]}" -- "$database" "$@" >/dev/null
}
