# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# `schedule`: the user's systemd timers that run `plays` every half hour and `sync` every day; without systemd, crontab
# lines that do the same.

# The settings in the environment, which a timer does not inherit. A token is not stored.
readonly SCHEDULE_ENVIRONMENT=(XDG_STATE_HOME SPOTIFY_CLIENT_ID SPOTIFY_API_URL SPOTIFY_ACCOUNTS_URL
    SPOTIFY_SYNC_EXEC_PATH)

# schedule_find: sets `units` and `files` to the timers of this account in `folder`, and `timers` to 1 if they are installed.
schedule_find() {
    local unit
    folder=${HOME:+$HOME/.config}
    [[ ${XDG_CONFIG_HOME-} != /* ]] || folder=$XDG_CONFIG_HOME
    folder+=${folder:+/systemd/user}
    for unit in spotify-sync-{plays,sync}; do
        [[ $account == default ]] || unit+=-$account
        units+=("$unit")
        files+=("$folder/$unit."{service,timer})
    done
    [[ ! -e ${files[3]} && ! -L $folder/timers.target.wants/${units[1]}.timer ]] || timers=1
}

command_schedule() {
    local program daily commands=(plays sync)
    [[ -n $folder ]] || die "$EX_CONFIG" "neither HOME nor XDG_CONFIG_HOME is set"
    if ((remove)); then
        schedule_remove
        return
    fi
    [[ ! -x $exec_dir/sign-in ]] || account_read || say_error "scheduled runs fail until you sign in: ${sign_in[error]}"
    program=$(realpath -s -- "$0") || die "$EX_CONFIG" "cannot find the directory of this script"
    [[ $program$database != *[[:cntrl:]]* ]] ||
        die "$EX_CONFIG" "cannot schedule a name with control characters: '$program', '$database'"
    [[ ${SPOTIFY_SYNC_EXEC_PATH-} != [!/]* ]] || SPOTIFY_SYNC_EXEC_PATH=$PWD/$SPOTIFY_SYNC_EXEC_PATH
    printf -v daily '%02d:%02d' "$((RANDOM % 24))" "$((RANDOM % 60))"
    # An installed timer keeps its time.
    [[ ! $(cat -- "${files[3]}" 2>/dev/null) =~ OnCalendar=\*-\*-\*\ ([0-9]{2}:[0-9]{2}):00 ]] || daily=${BASH_REMATCH[1]}
    if schedule_has_systemd; then
        schedule_install
    else
        schedule_print_crontab
    fi
}

# schedule_has_systemd: whether the user's systemd answers.
schedule_has_systemd() {
    command -v systemctl >/dev/null && systemctl --user show-environment >/dev/null 2>&1
}

# schedule_install: fills in service.in and timer.in for each command.
schedule_install() {
    local i name value reason quoted_value verb description calendar quoted_program quoted_database environment=''
    local calendars=('*:00/30' "*-*-* $daily:00")
    local descriptions=('Fetch what was played on Spotify' 'Sync the Spotify library')
    reason=$(LC_ALL=C mkdir -p -- "$folder" 2>&1) || die "$EX_IOERR" "cannot create the directory '$folder': ${reason##*: }"
    for name in "${SCHEDULE_ENVIRONMENT[@]}"; do
        value=${!name-}
        quote_for_dot quoted_value "$name=${value//%/%%}"
        [[ -z $value ]] || environment+=$'\n'Environment=$quoted_value
    done
    # systemd quotes as sqlite3 does, but a % is %%; the colon keeps it from expanding variables.
    quote_for_dot quoted_database "${database//%/%%}"
    quote_for_dot quoted_program ":${program//%/%%}"
    # systemd runs no program with one of these in its name.
    [[ $program != *[\"\'\\]* ]] || quoted_program="\":$BASH\" \"${quoted_program:2}"
    for i in 0 1; do
        verb=${commands[i]} description=${descriptions[i]} calendar=${calendars[i]}
        schedule_write "$folder/${units[i]}.service" "$(fill_in service.in)"
        schedule_write "$folder/${units[i]}.timer" "$(fill_in timer.in)"
    done
    { systemctl --user daemon-reload && systemctl --user enable --now "${units[@]/%/.timer}"; } ||
        die "$EX_IOERR" "systemd rejected the timers in '$folder'"
    ((quiet)) || fill_in scheduled.txt
}

# schedule_write FILE TEXT: writes a unit completely or not at all.
schedule_write() {
    if ! reason=$({ printf '%s\n' "$2" >"$1.new" && mv -- "$1.new" "$1"; } 2>&1); then
        rm -f -- "$1.new"
        die "$EX_IOERR" "cannot write '$1': ${reason##*: }"
    fi
}

# schedule_print_crontab: prints the same for cron, which does not make up for missed runs.
schedule_print_crontab() {
    local name values=("program=$program" "database=$database" "account=$account" "daily=$daily") database=:memory:
    for name in "${SCHEDULE_ENVIRONMENT[@]}"; do values+=("$name=${!name-}"); done
    ((quiet)) || printf "systemd timers are not available. Add these lines to your crontab ('crontab -e'):\n" >&2
    database_open
    database_query crontab "${values[@]}"
    rows_print
}

schedule_remove() {
    if ! [[ -n $timers || -e ${files[0]} || -e ${files[1]} || -e ${files[2]} || -e ${files[3]} ]]; then
        ((quiet)) || printf "No timers are installed for account '%s'. %s.\n" "$account" \
            'Lines in a crontab must be removed by hand'
        return
    fi
    ! schedule_has_systemd || systemctl --user disable --now "${units[@]/%/.timer}" ||
        say_error "systemd could not stop the timers"
    rm -f -- "${files[@]}" "$folder/timers.target.wants/${units[0]}.timer" \
        "$folder/timers.target.wants/${units[1]}.timer" ||
        die "$EX_IOERR" "cannot remove the timers in '$folder'"
    ! schedule_has_systemd || systemctl --user daemon-reload
    ((quiet)) || printf 'The timers are removed.\n'
}
