#!/usr/bin/env bats
# What `make install`, `make uninstall` and scripts/setup do to a machine, and the completions that are installed.

load helper

# What the tests only look at is installed once, below `installed`.
setup_file() {
    make -s -C "$BATS_TEST_DIRNAME/.." install DESTDIR="$BATS_FILE_TMPDIR" PREFIX=/usr >/dev/null
}

setup() {
    begin_test
    installed=$BATS_FILE_TMPDIR/usr
    root=$(cd "$BATS_TEST_DIRNAME/.." && pwd)
}

teardown() { end_test; }

# install_below FOLDER
install_below() {
    make -s -C "$root" install DESTDIR="$1" PREFIX=/usr >/dev/null
}

@test "uninstall removes all that install created, and nothing else" {
    mkdir -p to/usr/share/man/man1 to/usr/bin to/usr/share/zsh
    touch to/usr/share/man/man1/other.1 to/usr/bin/other
    find to | sort >before
    install_below "$PWD/to"
    # a second time, as an upgrade does
    install_below "$PWD/to"
    test -x to/usr/bin/spotify-sync
    make -s -C "$root" uninstall DESTDIR="$PWD/to" PREFIX=/usr
    find to | sort >after
    run -0 diff before after
}

@test "each program has a manual page that is found by spotify-sync-NAME" {
    local program
    for program in "$installed"/libexec/spotify-sync/*; do
        test -s "$installed/share/man/man1/spotify-sync-${program##*/}.1"
    done
    # a page is referred to by the name under which it is installed
    run -1 grep -rhE "^\.Xr ($(cd "$installed/libexec/spotify-sync" && printf '%s|' *)) 1" "$installed/share/man"
}

# complete_words WORD…: sets `reply` to what bash offers for the last word.
complete_words() {
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1)) COMPREPLY=()
    _spotify_sync "$1" "${@: -1}" "${@: -2:1}"
    reply="${COMPREPLY[*]}"
}

@test "bash completes the commands, and the options of each" {
    # It is a builtin that works only in a completion.
    compopt() { :; }
    # shellcheck source=/dev/null
    source "$installed"/share/bash-completion/completions/spotify-sync
    complete_words spotify-sync stat
    assert_equal "$reply" status
    complete_words spotify-sync --full
    assert_equal "$reply" '--full --full-every'
    complete_words spotify-sync --db x.db changes --s
    assert_equal "$reply" --since
    complete_words spotify-sync login --f
    assert_equal "$reply" ''
    touch library.db
    complete_words spotify-sync --db libr
    assert_equal "$reply" library.db
    complete_words spotify-sync replay libr
    assert_equal "$reply" library.db
}

@test "zsh and fish complete every option that help lists" {
    local option
    spotify-sync --help | grep -oE -- '--[a-z-]+' | sort -u >options
    [[ -s options ]]
    while read -r option; do
        grep -q -- "'${option}[=[]" "$installed"/share/zsh/site-functions/_spotify-sync
        grep -q -- " -l ${option#--} " "$installed"/share/fish/vendor_completions.d/spotify-sync.fish
    done <options
}

# without_root COMMAND…: runs it as another user if this one is root.
without_root() {
    if ((EUID)); then
        "$@"
    else
        setpriv --reuid 65534 --clear-groups "$@"
    fi
}

@test "setup without sudo prints the command for an administrator" {
    mkdir bin
    for tool in apt-get bash; do ln -s "$(command -v "$tool")" bin; done
    printf '#!/bin/sh\nexit 1\n' >bin/dpkg-query
    # Not what is in them: other tests keep private files there at this moment.
    chmod a+rx bin bin/dpkg-query . "$BATS_TEST_TMPDIR" "${BATS_TEST_TMPDIR%/*}" "$BATS_RUN_TMPDIR"
    # shellcheck disable=SC2016 # the other shell expands it
    run -77 without_root env PATH="$PWD/bin" bash -c "$(<"$root/scripts/setup")" setup one-more
    assert_line --partial 'An administrator has to run'
    assert_line --regexp '^    apt-get update && apt-get install .*libcurl4-openssl-dev .*one-more$'
}

@test "setup names the packages where there is no apt" {
    mkdir bin
    printf '#!/bin/sh\necho Darwin\n' >bin/uname
    chmod +x bin/uname
    ln -s "$(command -v bash)" bin
    run -77 env PATH="$PWD/bin" bash -c "$(sed 's|/etc/os-release|/nowhere|' "$root/scripts/setup")"
    assert_output --partial 'spotify-sync needs Linux'
}
