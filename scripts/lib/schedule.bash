# shellcheck shell=bash disable=SC2034,SC2154 # the parts of the driver share its variables
# `schedule`: systemd timers of the user's that run `plays` every half hour and `sync` every day, or where
# there is no systemd the lines of a crontab that do.

# What the programs take from the environment, which a timer does not pass on. A token is not kept.
readonly SCHEDULE_ENVIRONMENT=(XDG_STATE_HOME SPOTIFY_CLIENT_ID SPOTIFY_API_URL SPOTIFY_ACCOUNTS_URL
    SPOTIFY_SYNC_EXEC_PATH)

command_schedule() {
    local folder program minute unit units=()
    folder=${HOME:+$HOME/.config}
    [[ ${XDG_CONFIG_HOME-} != /* ]] || folder=$XDG_CONFIG_HOME
    [[ -n $folder ]] || die "$EX_CONFIG" "neither HOME nor XDG_CONFIG_HOME is set"
    folder+=/systemd/user
    [[ ${SPOTIFY_SYNC_EXEC_PATH-} != [!/]* ]] || SPOTIFY_SYNC_EXEC_PATH=$PWD/$SPOTIFY_SYNC_EXEC_PATH
    for unit in plays sync; do
        unit=spotify-sync-$unit
        [[ $account == default ]] || unit+=-$account
        units+=("$unit")
    done
    if ((remove)); then
        schedule_remove
        return
    fi
    program=$(realpath -s -- "$0") || die "$EX_CONFIG" "cannot find the directory of this script"
    if [[ $program$database == *[[:cntrl:]]* ]]; then
        die "$EX_CONFIG" "cannot schedule a name with control characters: '$program', '$database'"
    fi
    minute=$(schedule_minute) || minute=$((RANDOM % 1440))
    if schedule_has_systemd; then
        schedule_install
    else
        schedule_print_crontab
    fi
}

# schedule_has_systemd: whether the user's systemd can be asked.
schedule_has_systemd() {
    command -v systemctl >/dev/null && systemctl --user show-environment >/dev/null 2>&1
}

# schedule_minute: prints the minute of the day at which an installed timer runs `sync`; fails when there
# is none.
schedule_minute() {
    local line
    while IFS= read -r line; do
        if [[ $line =~ ^'OnCalendar=*-*-* '([0-9]{2}):([0-9]{2})':00'$ ]]; then
            printf '%d\n' $((10#${BASH_REMATCH[1]} * 60 + 10#${BASH_REMATCH[2]}))
            return
        fi
    done 2>/dev/null <"$folder/${units[1]}.timer"
    return 1
}

schedule_install() {
    local daily
    printf -v daily '%02d:%02d' $((minute / 60)) $((minute % 60))
    mkdir -p -- "$folder" || die "$EX_IOERR" "cannot create the directory '$folder'"
    schedule_write "${units[0]}.service" "$(schedule_service plays 'Fetch what was played on Spotify')"
    schedule_write "${units[0]}.timer" "$(schedule_timer '*:00/30' 'Fetch what was played on Spotify')"
    schedule_write "${units[1]}.service" "$(schedule_service sync 'Sync the Spotify library')"
    schedule_write "${units[1]}.timer" "$(schedule_timer "*-*-* $daily:00" 'Sync the Spotify library')"
    if ! systemctl --user daemon-reload || ! systemctl --user enable --now "${units[@]/%/.timer}"; then
        die "$EX_IOERR" "systemd rejected the timers in '$folder'"
    fi
    ((quiet)) || cat <<TEXT
From now on, plays are fetched every half hour, and the library is synced every day at $daily.
'systemctl --user list-timers' lists the timers; 'spotify-sync schedule --remove' removes them.
They run while you are logged in; 'loginctl enable-linger' keeps them running.
TEXT
}

# schedule_write NAME TEXT: writes a unit, all of it or nothing.
schedule_write() {
    local file=$folder/$1
    if ! { printf '%s\n' "$2" >"$file.new" && mv -- "$file.new" "$file"; } 2>/dev/null; then
        rm -f -- "$file.new"
        die "$EX_IOERR" "cannot write '$file'"
    fi
}

# schedule_service COMMAND DESCRIPTION. 75 says that it goes on another time: a limit, or one is running. In a
# pipeline, a program whose reader is gone is to end by SIGPIPE, which systemd else has it ignore.
schedule_service() {
    local name value argument line='' call=("$program")
    # No program of systemd's may have these in its name.
    [[ $program != *[\"\'\\]* ]] || call=("$BASH" "$program")
    printf '[Unit]\nDescription=%s (account %s)\nDocumentation=man:spotify-sync(1)\n\n[Service]\nType=oneshot\n' \
        "$2" "$account"
    for name in "${SCHEDULE_ENVIRONMENT[@]}"; do
        [[ -n ${!name-} ]] || continue
        quote_for_systemd value "$name=${!name}"
        printf 'Environment=%s\n' "$value"
    done
    # The colon keeps systemd from replacing variables.
    for argument in ":${call[0]}" "${call[@]:1}" "$1" --db "$database" --account "$account"; do
        quote_for_systemd value "$argument"
        line+=" $value"
    done
    printf 'ExecStart=%s\nSuccessExitStatus=%s\nIgnoreSIGPIPE=no\n' "${line# }" "$EX_TEMPFAIL"
}

# schedule_timer CALENDAR DESCRIPTION
schedule_timer() {
    printf '[Unit]\nDescription=%s (account %s)\n\n' "$2" "$account"
    printf '[Timer]\nOnCalendar=%s\nPersistent=true\n\n[Install]\nWantedBy=timers.target\n' "$1"
}

# quote_for_systemd VARIABLE TEXT: sets it to one word of a unit's setting.
quote_for_systemd() {
    local quoted=${2//\\/\\\\}
    quoted=${quoted//\"/\\\"}
    printf -v "$1" '"%s"' "${quoted//%/%%}"
}

# schedule_print_crontab: the same for cron, which does not catch up after a sleep.
schedule_print_crontab() {
    local name value environment='' argument words
    local -a commands=(plays sync) times=('*/30 *' "$((minute % 60)) $((minute / 60))")
    for name in "${SCHEDULE_ENVIRONMENT[@]}"; do
        [[ -n ${!name-} ]] || continue
        quote_for_cron value "${!name}"
        environment+="$name=$value "
    done
    ((quiet)) || printf "systemd timers are not available. Add these lines to your crontab ('crontab -e'):\n" >&2
    for name in 0 1; do
        words=''
        for argument in "$program" --quiet "${commands[name]}" --db "$database" --account "$account"; do
            quote_for_cron value "$argument"
            words+=" $value"
        done
        printf '%s * * * %s%s\n' "${times[name]}" "$environment" "${words# }"
    done
}

# quote_for_cron VARIABLE TEXT: sets it to one word for sh, in a line in which cron ends the command at a %
# without a backslash. A backslash never stands ahead of another or of a %, where cron would take it away.
quote_for_cron() {
    local quoted="'" i character
    if [[ $2 =~ ^[A-Za-z0-9_./:@=+,-]+$ ]]; then
        printf -v "$1" '%s' "$2"
        return
    fi
    for ((i = 0; i < ${#2}; i++)); do
        character=${2:i:1}
        case $character in
            "'") quoted+="'\\''" ;;
            \\) quoted+="\\''" ;;
            %) quoted+='\%' ;;
            *) quoted+=$character ;;
        esac
    done
    printf -v "$1" "%s'" "$quoted"
}

schedule_remove() {
    local file unit found=0
    for unit in "${units[@]}"; do
        for file in "$folder/$unit."{service,timer}; do
            [[ ! -e $file ]] || found=1
        done
    done
    if ((!found)); then
        ((quiet)) || printf "No timers are installed for account '%s'. Lines in a crontab must be removed by hand.\n" "$account"
        return
    fi
    if schedule_has_systemd; then
        systemctl --user disable --now "${units[@]/%/.timer}" || say_error "systemd could not stop the timers"
    fi
    for unit in "${units[@]}"; do
        rm -f -- "$folder/$unit."{service,timer} "$folder/timers.target.wants/$unit.timer" ||
            die "$EX_IOERR" "cannot remove the timers in '$folder'"
    done
    ! schedule_has_systemd || systemctl --user daemon-reload
    ((quiet)) || printf 'The timers are removed.\n'
}
