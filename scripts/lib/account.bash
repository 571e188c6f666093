# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# Who is signed in, under which name, and whose the database is.

readonly EXPIRY_NOTICE=14 # days ahead of the end of a sign-in from which on every sync says so

# account_choose NAME: takes --account, or with an empty NAME what the environment says, for this process
# and those that it starts.
account_choose() {
    account=${1:-${SPOTIFY_SYNC_ACCOUNT:-default}}
    [[ $account =~ ^[A-Za-z0-9_][A-Za-z0-9_-]{0,63}$ ]] ||
        die "$EX_CONFIG" "'$account' is not an account name: use up to 64 letters, digits, - and _"
    export SPOTIFY_SYNC_ACCOUNT=$account
}

# account_folder DATA: sets `folder` to where the account's default database is, below the folder DATA.
account_folder() {
    folder=$1
    [[ $account == default ]] || folder+=/$account
}

command_login() {
    need_programs sign-in
    account_read || true
    if ((sign_in[status] == EX_NOPERM)) &&
        [[ -z $client_id && -z ${SPOTIFY_CLIENT_ID-} && -z ${sign_in[client_id]-} ]]; then
        account_introduce
        exit "$EX_USAGE"
    fi
    # It starts the user's browser.
    exec env "LC_ALL=$USER_LC_ALL" "$exec_dir/sign-in" "${log_options[@]}" ${client_id:+--client-id "$client_id"}
}

command_logout() {
    need_programs sign-in
    exec "$exec_dir/sign-in" "${log_options[@]}" --forget
}

# account_read: sets `sign_in` to what is known of the stored sign-in (sign-in(1), --status); fails, with what
# is wrong in `sign_in[error]`, when there is none that can be used.
account_read() {
    local text line
    declare -gA sign_in=()
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

# account_introduce: what a first run says.
account_introduce() {
    local text name=''
    text=$(<"$lib_dir/first-run.txt")
    [[ $account == default ]] || name=" --account $account"
    printf '%s\n' "${text//\$name/$name}" >&2
}

# account_need: ends the driver when it is plain that nobody is signed in.
account_need() {
    [[ -z ${SPOTIFY_ACCESS_TOKEN-} ]] || return 0
    need_programs sign-in
    if account_read || [[ -n ${sign_in[ended]-} ]]; then
        return 0
    fi
    if ((sign_in[status] == EX_NOPERM)) && [[ -z ${sign_in[client_id]-} && -z ${SPOTIFY_CLIENT_ID-} &&
        ${sign_in[error]} == 'nobody is signed in'* ]]; then
        account_introduce
    else
        say_error "${sign_in[error]}"
    fi
    exit "${sign_in[status]}"
}

# account_claim: finds out who is signed in, and ends the driver when the database is another's; it becomes
# this one's when it is nobody's yet. Where that cannot be found out it fails with a status; what went wrong
# is in `program_said`, and `account_reset` is the second at which a limit ends.
account_claim() {
    local messages status owner user file=${rows_files[0]}
    pipelines_tell run account '' "$file" "$exec_dir/fetch-account" "${filter_options[@]}"
    pipeline_wait account
    status=$?
    mapfile -t messages <"$file"
    database_query account "record=${messages[*]: -1}"
    row_read "${rows[0]}" owner user '#account_reset'
    ((status == 0)) || return "$status"
    if [[ -z $owner ]]; then
        printf '.\n' >>"$file" # so ends what is passed to a pipeline
        library_store "$file"
    elif [[ $owner != "$user" ]]; then
        die "$EX_CONFIG" "'$database' is the library of '$owner', and '$user' is signed in: name another file\
 with --db, or keep accounts apart with --account"
    fi
    # A stage finds out by itself when somebody else signs in meanwhile.
    pipelines_tell setenv SPOTIFY_SYNC_USER_ID "$user"
}

# account_warn: says when the sign-in ends soon, also with --quiet: a sync at night may be the only one there is.
account_warn() {
    local text
    [[ -z ${SPOTIFY_ACCESS_TOKEN-} && -n ${sign_in[days_left]-} ]] || return 0
    if ((sign_in[days_left] < EXPIRY_NOTICE)); then
        account_end text
        progress_print "$text"
    fi
}

# account_end VARIABLE: says when the sign-in ends, and how to renew it.
account_end() {
    local name='' verb=ends now
    [[ $account == default ]] || name=" --account $account"
    TZ=UTC printf -v now '%(%FT%TZ)T' -1
    [[ ${sign_in[ends_at]} > $now ]] || verb=ended
    printf -v "$1" "The sign-in $verb on %s: 'spotify-sync login%s' begins a new one." \
        "${sign_in[ends_on]}" "$name"
}

# account_as_json VARIABLE: sets it to who is signed in, as a JSON object; null where that cannot be told.
account_as_json() {
    local name object value
    quote_json value "$account"
    object="{\"account\":$value"
    if [[ -n ${SPOTIFY_ACCESS_TOKEN-} ]]; then
        object+=',"given_token":true'
    elif [[ ! -x $exec_dir/sign-in ]]; then
        printf -v "$1" null
        return
    else
        account_read
        for name in user_id display_name client_id signed_in_at ends_at ends_on days_left error; do
            [[ -n ${sign_in[$name]-} ]] || continue
            value=${sign_in[$name]}
            [[ $name == days_left ]] || quote_json value "$value"
            object+=",\"$name\":$value"
        done
    fi
    printf -v "$1" '%s}' "$object"
}

# quote_json VARIABLE TEXT: sets it to the text as a JSON string.
quote_json() {
    local quoted
    printable quoted "$2"
    quoted=${quoted//\\/\\\\}
    printf -v "$1" '"%s"' "${quoted//\"/\\\"}"
}

# account_show: who is signed in, as a person reads it.
account_show() {
    local text
    if [[ -n ${SPOTIFY_ACCESS_TOKEN-} ]]; then
        printf 'Signed in by SPOTIFY_ACCESS_TOKEN.\n'
    elif [[ ! -x $exec_dir/sign-in ]]; then
        return 0
    elif account_read; then
        text="Signed in as ${sign_in[user_id]} until ${sign_in[ends_on]}."
        if ((${sign_in[days_left]-0} < EXPIRY_NOTICE)); then
            account_end text
        fi
        printf '%s\n' "$text"
    else
        text=${sign_in[error]}
        printf '%s.\n' "${text^}"
    fi
}
