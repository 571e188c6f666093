# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# The commands that show what the database knows of syncs, and the one that stores an archive.

say_no_sync() {
    local name
    printable name "$database"
    printf "There has been no sync into '%s' yet: 'spotify-sync' makes one.\n" "$name"
}

command_status() {
    if ((json)); then
        status_as_json
        return
    fi
    if library_is_there; then
        status_as_text
    else
        say_no_sync
    fi
    account_show
}

status_as_json() {
    local running=0 status=$NO_SYNC_JSON details=null who
    lock_is_free || running=1
    if library_is_there; then
        database_query status-json "running=$running"
        row_read "${rows[0]-$NO_SYNC_JSON}" status
        database_query details
        row_read "${rows[0]}" _ _ _ _ _ _ _ details
    fi
    account_as_json who
    printf '%s,"details":%s,"sign_in":%s}\n' "${status%\}}" "$details" "$who"
}
NO_SYNC_JSON='{"sync_history_id":null,"kind":null,"status":null,"running":false,"started_at":null'
NO_SYNC_JSON+=',"completed_at":null,"requests":0,"new_items":0,"updated_items":0,"last_error":null,"phases":{}}'
readonly NO_SYNC_JSON

status_as_text() {
    local row id kind status started completed requests new updated error line span counts
    database_query status
    if ((!${#rows[@]})); then
        say_no_sync
        return
    fi
    row_read "${rows[0]}" '#id' kind status '#started' '#completed' '#requests' '#new' '#updated' error
    if [[ $status == InProgress ]]; then
        if lock_is_free; then
            line="interrupted; 'spotify-sync' goes on with it"
        else
            line=running
        fi
        printf -v line '%s; begun %(%F %T)T' "$line" "$started"
    else
        describe_span span "$((completed - started))"
        printf -v line '%s; begun %(%F %T)T, took %s' "$(status_word "$status")" "$started" "$span"
    fi
    describe_counts counts "$new" "$updated" "$requests"
    printf 'Sync %s (%s): %s\n%s\n' "$id" "$kind" "$line" "$counts"
    # What a phase ended with stands beside it.
    if [[ -n $error && $error != @(tracks|artists|albums|playlists):\ * ]]; then
        printf '%s\n' "$error"
    fi
    printf '\n'
    for row in "${rows[@]:1}"; do
        phase_as_text "$row"
    done
    details_as_text
}

# details_as_text: how many tracks are fully described, and what it takes until all are.
details_as_text() {
    local tracks described percent artists albums calls complete count when=''
    database_query details
    row_read "${rows[0]}" '#tracks' '#described' '#percent' '#artists' '#albums' '#calls' '#complete'
    describe_count count "$described" "$tracks"
    printf '\nFully described: %s tracks (%s %%).\n' "$count" "$percent"
    ((artists + albums)) || return 0
    describe_number artists "$artists"
    describe_number albums "$albums"
    printf 'Pending: %s artists and %s albums' "$artists" "$albums"
    if [[ -n $calls ]]; then
        describe_number calls "$calls"
        [[ -z $complete ]] || printf -v when '; at the quota of now complete on %(%F)T' "$complete"
        printf ', %s call%s%s' "$calls" "$([[ $calls == 1 ]] || printf s)" "$when"
    fi
    printf '.\n'
}

# phase_as_text ROW
phase_as_text() {
    local entity status processed total percent reset error count note
    row_read "$1" entity status '#processed' '#total' '#percent' '#reset' error
    if [[ -z $status ]]; then
        printf '  %-10s not begun\n' "$entity"
        return
    fi
    describe_count count "$processed" "$total"
    note=$error
    [[ -z $reset ]] || describe_reset note "$reset"
    printf '  %-10s %-12s %20s %4s %%%s\n' "$entity" "$(status_word "$status")" "$count" "$percent" \
        "${note:+  ${reset:+until }$note}"
}

# status_word STATUS: as a person says it.
status_word() {
    case $1 in
        InProgress) printf 'in progress' ;;
        Success) printf 'done' ;;
        RateLimited) printf 'limited' ;;
        Failed) printf 'failed' ;;
        Cancelled) printf 'cancelled' ;;
        *) printf '%s' "$1" ;;
    esac
}

command_history() {
    local row id kind status started completed requests new updated error took when
    if ! library_is_there || ! database_query history || ((!${#rows[@]})); then
        say_no_sync
        return
    fi
    printf '%4s  %-11s  %-11s  %-19s  %-11s %9s %9s %9s\n' \
        sync kind status begun took new changed requests
    for row in "${rows[@]}"; do
        row_read "$row" '#id' kind status '#started' '#completed' '#requests' '#new' '#updated' error
        took=''
        [[ -z $completed ]] || describe_span took "$((completed - started))"
        printf -v when '%(%F %T)T' "$started"
        describe_number new "$new"
        describe_number updated "$updated"
        describe_number requests "$requests"
        printf '%4s  %-11s  %-11s  %-19s  %-11s %9s %9s %9s%s\n' "$id" "$kind" \
            "$(status_word "$status")" "$when" "$took" "$new" "$updated" "$requests" \
            "${error:+  $error}"
    done
}

command_changes() {
    local row at change kind name context object separator='[' sign
    if library_is_there; then
        database_query changes "since=$since"
    elif ((json)); then
        rows=()
    else
        say_no_sync
        return
    fi
    for row in "${rows[@]}"; do
        row_read "$row" at change kind name context object
        [[ -n $at ]] || since_error "$since"
        if ((json)); then
            printf '%s%s' "$separator" "$object"
            separator=$',\n '
            continue
        fi
        sign=+
        [[ $change == added ]] || sign=-
        printf '%s  %s %s: %s%s\n' "${at%%T*}" "$sign" "$kind" "$name" "${context:+  ($context)}"
    done
    if ((json)); then
        [[ $separator != '[' ]] || printf '['
        printf ']\n'
    fi
}

# No lock: what is stored twice, or beside a sync, gives the same rows.
command_replay() {
    need_programs store
    exec "$exec_dir/store" "${log_options[@]}" -- "$database" "$@" >/dev/null
}
