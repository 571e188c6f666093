# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# The sign-in: its account name, its state, and whether the database belongs to its user.

declare -A sign_in=() # what `sign-in --status` prints (account_read)

# account_choose NAME: sets the account for this process and its children; an empty NAME means the environment's.
account_choose() {
    account=${1:-${SPOTIFY_SYNC_ACCOUNT:-default}}
    [[ $account =~ ^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$ ]] ||
        die "$EX_CONFIG" "'$account' is not an account name: use up to 64 letters, digits, - and _"
    export SPOTIFY_SYNC_ACCOUNT=$account
    [[ $account == default ]] || account_option=" --account $account"
}

command_login() {
    account_read || ! account_introduce || exit "$EX_USAGE"
    # The browser that it starts needs the user's locale.
    exec env "LC_ALL=$USER_LC_ALL" "$exec_dir/sign-in" "${log_options[@]}" ${client_id:+--client-id "$client_id"} ${write:+--write}
}

command_logout() {
    need_programs sign-in
    exec "$exec_dir/sign-in" "${log_options[@]}" --forget
}

# account_read: reads the stored sign-in into `sign_in`. If it cannot be used, fails with the reason in `sign_in[error]`.
account_read() {
    local text line
    need_programs sign-in
    sign_in=()
    text=$("$exec_dir/sign-in" --status 2>&1)
    sign_in[status]=$?
    ((sign_in[status] == 0)) || sign_in[error]="sign-in ended with status ${sign_in[status]}"
    while IFS= read -r line; do
        printable line "$line"
        if [[ $line =~ ^([a-z_]+)=(.*)$ ]]; then
            sign_in[${BASH_REMATCH[1]}]=${BASH_REMATCH[2]}
        elif [[ $line == 'sign-in: '* ]] && ((sign_in[status])); then
            sign_in[error]=${line#sign-in: }
        fi
    done <<<"$text"
    [[ ${sign_in[days_left]-} =~ ^[0-9]{1,9}$ ]] || unset 'sign_in[days_left]'
    return "${sign_in[status]}"
}

# account_introduce: explains the first run. Fails if somebody is signed in or the app to sign in with is known.
account_introduce() {
    [[ -z $client_id${SPOTIFY_CLIENT_ID-}${sign_in[client_id]-} ]] || return
    [[ ${sign_in[status]}:${sign_in[error]} == "$EX_NOPERM:nobody is signed in"* ]] || return
    fill_in first-run.txt >&2
}

# account_need: ends the driver if nobody is signed in.
account_need() {
    [[ -z ${SPOTIFY_ACCESS_TOKEN-} ]] || return 0
    ! account_read && [[ -z ${sign_in[ended]-} ]] || return 0
    account_introduce || say_error "${sign_in[error]}"
    exit "${sign_in[status]}"
}

# account_claim: asks who is signed in, and ends the driver if the database belongs to somebody else. A database without
# an owner gets one. If the request fails, returns its status; `program_said` has the reason, `account_reset` the end of a
# limit.
account_claim() {
    local messages joined status owner user file=${rows_files[0]}
    pipelines_tell run account '' "$file" "$exec_dir/fetch-account" "${filter_options[@]}"
    pipeline_wait account
    status=$?
    mapfile -t messages <"$file"
    printf -v joined ',%s' "${messages[@]}"
    database_query account "messages=[${joined:1}]"
    row_read "${rows[0]}" owner user '#account_reset'
    ((status == 0)) || return "$status"
    if [[ -z $owner ]]; then
        printf '.\n' >>"$file" # the end of a pipeline's input
        library_store "$file"
    elif [[ $owner != "$user" ]]; then
        die "$EX_CONFIG" "'$database' belongs to '$owner', but '$user' is signed in: give another file\
 with --db, or keep accounts apart with --account"
    fi
    # If somebody else signs in meanwhile, the stages notice.
    pipelines_tell setenv SPOTIFY_SYNC_USER_ID "$user"
}

# account_describe: sets `account_json` and `account_words` to who is signed in, and `account_notice` to a warning if the
# sign-in ends soon.
account_describe() {
    local name database=$database
    local values=("account=$account" "option=$account_option" "token=${SPOTIFY_ACCESS_TOKEN:+given}")
    for name in "${!sign_in[@]}"; do values+=("$name=${sign_in[$name]}"); done
    # The query reads no table.
    [[ -s $database ]] || database=:memory:
    database_open
    database_query sign-in "${values[@]}"
    row_read "${rows[0]}" account_json account_words account_notice
}
