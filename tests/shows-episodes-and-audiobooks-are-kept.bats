# What fetch-shows, fetch-episodes and fetch-audiobooks print, and what a sync keeps of it.

load helper
setup() { begin_test; }
teardown() { end_test; }

# same KIND DB: the list of shows, episodes or audiobooks as the database has it.
same() {
    diff <(ask "saved-${1}s" | jq -r '[.id, .name] | join("|")' | sort) \
        <(sql "$2" "SELECT id, name FROM saved_${1}s JOIN ${1}s ON id = ${1}_id WHERE removed_at IS NULL" | sort)
}

same_all() {
    same show "$1" && same episode "$1" && same audiobook "$1"
}

known() {
    sql "$2" "SELECT ${1}_id FROM saved_${1}s WHERE removed_at IS NULL"
}

# The next sync is one of the day after.
let_a_day_pass() {
    next_second
    sql a.db "UPDATE readings SET completed_at = strftime('%Y-%m-%dT%H:%M:%SZ', 'now', '-25 hours')"
}

gone() {
    jq -r 'select(.type == "RECORD" and .record._sdc_deleted_at != null) | [.stream, .record.id] | join(" ")' "$1"
}

@test "each list is printed whole, with all that the schema declares, in either app mode" {
    local mode kind
    for mode in extended development; do
        stand_in --tracks 10 --mode "$mode" --saved-shows 60 --saved-episodes 120 --saved-audiobooks 3
        rm -f a.db*
        for kind in show episode audiobook; do
            fetch-${kind}s >out
            run breaches out
            assert_output ''
            store a.db <out >/dev/null
        done
        assert_equal "$(requests saved-shows) $(requests saved-episodes) $(requests saved-audiobooks)" '2 3 1'
        same_all a.db
        assert_equal "$(sql a.db 'SELECT count(publisher) FROM shows WHERE fetched_at IS NOT NULL')" \
            "$([[ $mode == extended ]] && echo 60 || echo 0)"
        assert_equal "$(sql a.db 'SELECT name FROM audiobook_authors ORDER BY audiobook_id, position LIMIT 1 OFFSET 1')" 'A second one'
        assert_equal "$(sql a.db 'SELECT group_concat(language) FROM show_languages GROUP BY show_id LIMIT 1')" en,nl
        assert_equal "$(sql a.db 'SELECT count(resume_position_ms), count(fully_played) FROM episodes')" '120|120'
    done
}

@test "what is gone from a list is marked removed, and only on proof" {
    local kind id
    stand_in --tracks 10 --saved-shows 60 --saved-episodes 60 --saved-audiobooks 60
    for kind in audiobook show episode; do
        fetch-${kind}s | store a.db >/dev/null
        id=$(ask "saved-${kind}s" | sed -n 7p | jq -r .id)
        control "change?do=unsave-$kind&place=6"
        known "$kind" a.db >known
        fetch-${kind}s --known known >out
        assert_equal "$(gone out)" "saved_${kind}s $id"
        store a.db <out >/dev/null
        # A null entry proves nothing.
        control log/clear
        control "change?do=unsave-$kind&place=6"
        control "set?fault=null-item@1-99:saved-${kind}s"
        fetch-${kind}s --known known 2>/dev/null >out
        assert_equal "$(gone out)" ''
        control 'set?fault='
        fetch-${kind}s --known known | store a.db >/dev/null
        control "change?do=save-$kind"
        fetch-${kind}s --known known | store a.db >/dev/null
        same "$kind" a.db
    done
}

@test "archives of the lists make the same rows in any order" {
    local kind
    stand_in --tracks 10 --saved-shows 5 --saved-episodes 5 --saved-audiobooks 5
    for kind in show episode audiobook; do
        fetch-${kind}s >"$kind.1"
        ask "saved-${kind}s" | jq -r .id >known
        control "change?do=unsave-$kind&place=1"
        fetch-${kind}s --known known >"$kind.2"
        control "change?do=save-$kind"
        fetch-${kind}s --known known >"$kind.3"
    done
    cat show.1 show.2 show.3 episode.1 episode.2 episode.3 audiobook.1 audiobook.2 audiobook.3 | store a.db >/dev/null
    cat audiobook.3 audiobook.2 audiobook.1 episode.3 episode.1 episode.2 show.2 show.3 show.1 | store b.db >/dev/null
    cat show.3 episode.2 audiobook.2 show.1 audiobook.1 episode.3 show.2 episode.1 audiobook.3 show.1 | store c.db >/dev/null
    same_all a.db
    diff <(sqlite3 a.db .dump | sort) <(sqlite3 b.db .dump | sort)
    diff <(sqlite3 a.db .dump | sort) <(sqlite3 c.db .dump | sort)
    assert_equal "$(sql a.db 'PRAGMA foreign_key_check; SELECT count(*) FROM saved_shows WHERE removed_at IS NOT NULL')" 1
}

@test "an audiobook that is listed among the shows is no show" {
    stand_in --tracks 10 --saved-shows 2 --saved-audiobooks 2
    fetch-shows | store a.db >/dev/null
    assert_equal "$(sql a.db 'SELECT count(*) FROM saved_shows')" 4
    fetch-audiobooks | store a.db >/dev/null
    same_all a.db
    fetch-shows | store a.db >/dev/null
    same_all a.db
    assert_equal "$(sql a.db 'SELECT (SELECT count(*) FROM shows), (SELECT count(*) FROM saved_shows)')" '2|2'
}

@test "a country without a list is no failure, and nothing is removed" {
    local kind status
    stand_in --tracks 10 --saved-shows 3 --saved-episodes 3 --saved-audiobooks 3
    for kind in show episode audiobook; do
        fetch-${kind}s | store a.db >/dev/null
        known "$kind" a.db >known
        for status in 403 404; do
            control "set?fault=$status~100:saved-${kind}s"
            run -0 --separate-stderr fetch-${kind}s --known known
            assert_equal "${#stderr_lines[@]}" 1
            assert_line --partial '"has_more":false'
            refute_output --partial RECORD
            control 'set?fault='
        done
        # Any other refusal fails.
        control "set?fault=400~100:saved-${kind}s"
        run -77 fetch-${kind}s --known known
        control 'set?fault='
    done
    same_all a.db
}

@test "a refusal in the middle of a list is a failure" {
    stand_in --tracks 10 --saved-shows 120 --fault 403@2-9:saved-shows
    run -77 --separate-stderr fetch-shows --window 1
    assert_line --partial '"has_more":true'
}

@test "a sync reads each list once a day with one call, and notices what changed" {
    local kind
    stand_in --tracks 60 --playlists 1 --saved-shows 3 --saved-episodes 3 --saved-audiobooks 3
    spotify-sync -q --db a.db
    same_all a.db
    for kind in show episode audiobook; do
        control "change?do=unsave-$kind&place=1"
        control "change?do=save-$kind"
    done
    control log/clear
    spotify-sync -q --db a.db
    assert_equal "$(requests) $(requests tracks) $(requests playlists)" '2 1 1'
    let_a_day_pass
    control log/clear
    spotify-sync -q --db a.db
    assert_equal "$(requests saved-shows) $(requests saved-episodes) $(requests saved-audiobooks)" '1 1 1'
    same_all a.db
    run -0 spotify-sync --db a.db changes --since 2026-01-01
    assert_equal "$(awk '/^[A-Z]/ { list = $1 } /^ / { print $3, list }' <<<"$output" | sort | uniq -c | grep -v Liked | xargs)" \
        '1 + Audiobooks: 3 + Episodes: 3 + Shows: 1 - Audiobooks: 1 - Episodes: 1 - Shows:'
    run -0 spotify-sync --db a.db status
    assert_line 'Also saved: 0 albums, 3 shows, 3 episodes and 3 audiobooks.'
    assert_equal "$(spotify-sync --db a.db status --json | jq -c .saved)" \
        '{"playlists":1,"albums":0,"artists":0,"shows":3,"episodes":3,"audiobooks":3}'
}

@test "a sync in a country without these lists is a success, and asks again a day later" {
    stand_in --tracks 20 --saved-albums 3 --saved-episodes 3 --fault 403~100:saved-shows --fault 404~100:saved-audiobooks
    run -0 spotify-sync --db a.db
    assert_equal "$(sql a.db 'SELECT (SELECT count(*) FROM saved_albums), (SELECT count(*) FROM saved_episodes)')" '3|3'
    control log/clear
    run -0 spotify-sync --db a.db
    assert_equal "$(requests saved-shows) $(requests saved-audiobooks)" '0 0'
    refute_output --partial 'country'
    assert_equal "$(spotify-sync --db a.db status --json | jq -c '[.notes[] | [.kind, .stream]]')" \
        '[["refused","saved_audiobooks"],["refused","saved_shows"]]'
    # It is said once.
    let_a_day_pass
    run -0 spotify-sync --db a.db
    assert_equal "$(requests saved-shows) $(requests saved-audiobooks)" '1 1'
    refute_output --partial 'country'
    control 'set?fault='
    let_a_day_pass
    spotify-sync -q --db a.db
    same_all a.db
    assert_equal "$(spotify-sync --db a.db status --json | jq -c .notes)" '[]'
}

@test "a list that keeps failing leaves the others to be read" {
    stand_in --tracks 20 --saved-albums 3 --saved-shows 3 --saved-episodes 3 --fault 500~100:saved-shows
    run -69 spotify-sync --db a.db --retry-delay 0
    assert_equal "$(sql a.db 'SELECT (SELECT count(*) FROM saved_albums), (SELECT count(*) FROM saved_episodes),
        (SELECT count(*) FROM albums WHERE fetched_at IS NULL)')" '3|3|0'
    control 'set?fault='
    control log/clear
    spotify-sync -q --db a.db
    same_all a.db
    assert_equal "$(requests saved-albums) $(requests saved-episodes)" '0 0'
}

@test "how far an episode was heard is read by a new sign-in; an older one goes on without" {
    stand_in --tracks 20 --saved-episodes 3 --refresh-token old
    log_in --client-id test-client
    spotify-sync -q --db a.db
    assert_equal "$(sql a.db 'SELECT count(resume_position_ms), count(fully_played) FROM episodes')" '3|3'
    run -0 spotify-sync --db a.db status
    refute_output --partial 'How far'

    # The tokens of the given refresh token lack the scope.
    rm -f a.db*
    change_tokens '.refresh_token = "old" | .token_ends_at = "2026-01-01T00:00:00Z"'
    control 'set?expire-tokens=on'
    spotify-sync -q --db a.db
    assert_equal "$(sql a.db 'SELECT count(*), count(resume_position_ms) FROM episodes')" '3|0'
    run -0 spotify-sync --db a.db status
    assert_line --partial "'spotify-sync login'"
}

@test "two messages of one moment make the same row in any order" {
    local kind
    for kind in show episode audiobook; do
        printf '{"type":"RECORD","stream":"saved_%ss","record":{"id":"1","added_at":"%s","name":"%s","uri":null},"time_extracted":"2026-01-01T00:00:00.000000Z"}\n' \
            "$kind" 2026-01-01T00:00:00Z A "$kind" 2025-01-01T00:00:00Z B >>in
    done
    sed '/audiobook/d' in | store a.db
    sed '/audiobook/d' in | tac | store b.db
    grep audiobook in | store c.db
    grep audiobook in | tac | store d.db
    diff <(sqlite3 a.db .dump) <(sqlite3 b.db .dump)
    diff <(sqlite3 c.db .dump) <(sqlite3 d.db .dump)
}
