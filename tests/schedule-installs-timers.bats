# `spotify-sync schedule`: timers of the user's systemd, or lines for a crontab, with any name of a file.

load helper

setup() {
    begin_test
    units=$XDG_CONFIG_HOME/systemd/user
    mkdir bin
    export PATH=$PWD/bin:$PATH SYSTEMCTL_LOG=$PWD/systemctl.log
    : >systemctl.log
    cat >bin/systemctl <<'SH'
#!/bin/sh
printf '%s\n' "$*" >>"$SYSTEMCTL_LOG"
[ "$2" != "${SYSTEMCTL_FAILS-}" ]
SH
    chmod +x bin/systemctl
}
teardown() { end_test; }

# The words of the service's command, as systemd reads them, a line for each.
words() {
    local line
    line=$(sed -n 's/^ExecStart=//p' "$1")
    if [[ ${line//%%/} == *%* ]]; then
        fail "a single % in $line"
        return
    fi
    # Of what systemd knows, the quotes and backslashes here mean the same to Python's json.
    python3 -c '
import json, re, sys
for word in re.findall(r"\"(?:[^\"\\]|\\.)*\"", sys.argv[1]):
    print(json.loads(word).replace("%%", "%").removeprefix(":"))' "$line"
}

@test "schedule installs and enables two timers with their services" {
    run -0 spotify-sync schedule
    assert_line --partial 'plays are fetched every half hour'
    run -0 ls "$units"
    assert_output 'spotify-sync-plays.service
spotify-sync-plays.timer
spotify-sync-sync.service
spotify-sync-sync.timer'
    assert_equal "$(cat systemctl.log)" '--user show-environment
--user daemon-reload
--user enable --now spotify-sync-plays.timer spotify-sync-sync.timer'
    run -0 grep -hx -e 'OnCalendar=\*:00/30' -e 'Persistent=true' "$units/spotify-sync-plays.timer"
    assert_equal "${#lines[@]}" 2
    run -0 grep -hxE 'OnCalendar=\*-\*-\* [0-2][0-9]:[0-5][0-9]:00|Persistent=true' "$units/spotify-sync-sync.timer"
    assert_equal "${#lines[@]}" 2
    run -0 grep -hx -e 'Type=oneshot' -e 'SuccessExitStatus=75' -e 'IgnoreSIGPIPE=no' "$units/spotify-sync-sync.service"
    assert_equal "${#lines[@]}" 3
    run -0 words "$units/spotify-sync-plays.service"
    assert_equal "$output" "$(command -v spotify-sync | xargs realpath)
plays
--db
$XDG_DATA_HOME/spotify-sync/library.db
--account
default"
    run -0 words "$units/spotify-sync-sync.service"
    assert_equal "${lines[1]}" sync
}

@test "schedule keeps the minute of the daily sync when it is run again" {
    local before n
    spotify-sync -q schedule
    before=$(grep OnCalendar "$units/spotify-sync-sync.timer")
    for n in 1 2 3; do
        spotify-sync -q --db other.db schedule
        assert_equal "$(grep OnCalendar "$units/spotify-sync-sync.timer")" "$before"
    done
    run -0 words "$units/spotify-sync-plays.service"
    assert_line "$PWD/other.db"
}

@test "the timers keep the folder of the programs, by its absolute path" {
    mkdir filters
    cp "${BUILD:-$BATS_TEST_DIRNAME/../build}"/{fetch-plays,fetch-account,store} filters
    spotify-sync -q --exec-path=filters schedule
    run -0 grep -h ^Environment "$units/spotify-sync-plays.service"
    assert_line --partial "SPOTIFY_SYNC_EXEC_PATH=$PWD/filters"
}

@test "each account has timers of its own, which can be removed alone" {
    spotify-sync -q schedule
    spotify-sync -q --account kim_2 schedule
    assert_equal "$(find "$units" -type f | wc -l)" 8
    run -0 words "$units/spotify-sync-plays-kim_2.service"
    assert_line kim_2
    assert_line "$XDG_DATA_HOME/spotify-sync/kim_2/library.db"
    : >systemctl.log
    run -0 spotify-sync --account kim_2 schedule --remove
    assert_output 'The timers are removed.'
    assert_equal "$(grep -v show-environment systemctl.log)" \
        '--user disable --now spotify-sync-plays-kim_2.timer spotify-sync-sync-kim_2.timer
--user daemon-reload'
    assert_equal "$(find "$units" -type f | wc -l)" 4
    spotify-sync -q schedule --remove
    assert_equal "$(find "$units" -type f | wc -l)" 0
}

@test "schedule --remove succeeds if there is nothing to remove" {
    run -0 spotify-sync schedule --remove
    assert_output --partial "No timers are installed for account 'default'"
    assert_equal "$(cat systemctl.log)" ''
}

@test "the timers quote file names with spaces, quotes, backslashes, percents and dollars" {
    local name='a "b" %n 100% $HOME \x41 '"it's"
    mkdir "$name"
    spotify-sync -q --db "$name/l.db" schedule
    run -0 words "$units/spotify-sync-plays.service"
    assert_line "$PWD/$name/l.db"
}

@test "systemd-analyze accepts the timers and services" {
    command -v systemd-analyze >/dev/null || skip 'there is no systemd-analyze'
    local name='a "b" %n 100% $HOME \x41 '"it's" unit
    mkdir "$name"
    ln -s "$(command -v spotify-sync)" "$name/spotify-sync"
    SPOTIFY_CLIENT_ID='an id' "$name/spotify-sync" -q --db "$name/l.db" schedule
    export XDG_RUNTIME_DIR=$PWD/run
    mkdir -m 700 run
    for unit in "$units"/*; do
        run -0 systemd-analyze --user --man=no verify "$unit"
        refute_output --partial "$unit"
        refute_output --partial spotify-sync
    done
    # A program that is not there is named as it was meant.
    sed -i "s/^ExecStart=.*/ExecStart=\":\/no such%% program\"/" "$units/spotify-sync-plays.service"
    run systemd-analyze --user --man=no verify "$units/spotify-sync-plays.service"
    assert_output --partial '/no such% program'
}

@test "schedule says if nobody is signed in, and a daily sync that is refused reaches the desktop" {
    local command verb exit_status
    run -0 spotify-sync schedule
    assert_line "spotify-sync: scheduled runs fail until you sign in: nobody is signed in: run 'spotify-sync login'"
    printf '#!/bin/sh\nprintf "%%s\\n" "$@"\n' >bin/notify-send
    chmod +x bin/notify-send
    for verb in sync plays; do
        command=$(sed -n 's|^ExecStopPost=-/bin/sh -c "\(.*\)"$|\1|p' "$units/spotify-sync-$verb.service")
        command=${command//\\\"/\"}
        for exit_status in 0 75 77; do
            EXIT_STATUS=$exit_status run -0 sh -c "${command//\$\$/\$}"
            if [[ $verb$exit_status == sync77 ]]; then
                assert_line 'The sync of account default was refused: run "spotify-sync status" to see why.'
            else
                assert_output ''
            fi
        done
    done
}

@test "a systemd that refuses the timers ends schedule with 74" {
    SYSTEMCTL_FAILS=enable run -74 spotify-sync schedule
    assert_output --partial "systemd rejected the timers"
}

@test "without systemd, schedule prints crontab lines that sh reads as they were meant" {
    local name='a "b" 100% $HOME \\ \% `x` '"it's" line
    export SYSTEMCTL_FAILS=show-environment
    mkdir "$name"
    printf '#!/bin/sh\nprintf "%%s\\n" "$@"\n' >bin/show-words
    chmod +x bin/show-words
    run -0 --separate-stderr spotify-sync --db "$name/l.db" schedule
    assert_equal "${#lines[@]}" 2
    [[ $stderr == *'crontab -e'* ]]
    assert_line --regexp '^\*/30 \* \* \* \* .*spotify-sync.* plays '
    assert_line --regexp '^[0-9]{1,2} [0-9]{1,2} \* \* \* .*spotify-sync.* sync '
    [[ ! -e $units ]]
    # As cron does: the five times off, a % that has no backslash would end it, the backslash goes.
    for line in "${lines[@]}"; do
        line=${line#* * * * * }
        [[ ! $line =~ (^|[^\\])% ]] || fail "a bare % in $line"
        line=${line//\\%/%}
        [[ $line != *'\\'* ]] || fail "two backslashes in $line"
        run -0 sh -c "show-words ${line#* }"
        assert_line "$PWD/$name/l.db"
        run -0 sh -c "printf '%s\n' ${line%% --quiet*}"
        assert_line --partial /spotify-sync
    done
}

@test "the timers keep the settings of the environment, but never a token" {
    export SPOTIFY_ACCESS_TOKEN=secret SPOTIFY_CLIENT_ID='my "app"'
    spotify-sync -q schedule
    run -0 grep -h ^Environment "$units/spotify-sync-plays.service"
    assert_line 'Environment="SPOTIFY_CLIENT_ID=my \"app\""'
    assert_line "Environment=\"XDG_STATE_HOME=$XDG_STATE_HOME\""
    run ! grep -r secret "$units"
    SYSTEMCTL_FAILS=show-environment run -0 --separate-stderr spotify-sync schedule
    assert_line --partial "SPOTIFY_CLIENT_ID='my \"app\"'"
    refute_output --partial secret
}
