# Ids that the API calls missing: which are believed at once, and which only when a second run is told the same.

load helper
setup() { begin_test; }
teardown() { end_test; }

stubs() { # ID…: records that only name these artists
    printf '{"type":"RECORD","stream":"artists","record":{"id":"%s"}}\n' "$@"
}

unavailable() { # the ids that the output marks so
    jq -r 'select(.record.unavailable_at).record.id' <<<"$output" | sort
}

described() { # the artists whose full objects are in the output
    jq -r 'select(.stream == "artists" and .record.name).record.id' <<<"$output" | sort
}

sorted() {
    printf '%s\n' "$@" | sort
}

enrich_again() { # ID…: a run that is given the last STATE of the one before
    local state
    state=$(tail -n 1 <<<"$output")
    run --separate-stderr enrich-artists < <(echo "$state" && stubs "$@")
}

@test "the rule agrees with a look at the whole sequence of answers" {
    local absence=${BUILD:-$BATS_TEST_DIRNAME/../build}/tests/absence
    run -0 "$absence" 1 20000
    run -0 "$absence" 2 20000
}

@test "a batch without any object is doubted, and the next run decides" {
    local real
    stand_in --tracks 300 --fault nulls~100:artists
    mapfile -t real < <(ask artists | jq -r .id)
    run -76 --separate-stderr enrich-artists < <(stubs "${real[@]}")
    assert_equal "$(unavailable)" ''
    assert_equal "$stderr" "enrich-artists: ${#real[@]} ids in a row are missing from /artists, which a single run does \
not prove: the next run requests them again"
    assert_equal "$(tail -n 1 <<<"$output" | jq -c '.value.bookmarks.artists |
        [.has_more, .reading.doubted.missing, (.reading.doubted.ids | length), (.error | length > 0)]')" \
        "[true,${#real[@]},${#real[@]},true]"
    control 'set?fault='
    enrich_again "${real[@]}"
    assert_equal "$status:$(described)" "0:$(sorted "${real[@]}")"
    assert_equal "$(tail -n 1 <<<"$output" | jq -c '.value.bookmarks.artists | [.has_more, .reading]')" '[false,{}]'
}

@test "404 for every id is doubted after ten in a row, and twenty end the run" {
    local real
    stand_in --mode development --tracks 500
    mapfile -t real < <(ask artists | jq -r .id)
    run -0 enrich-artists < <(stubs "${real[0]}") # which has the app remembered
    control log/clear
    control 'set?fault=404~100:artist'
    run -76 --separate-stderr enrich-artists --window 1 < <(stubs "${real[@]}")
    assert_equal "$(unavailable)" ''
    assert_equal "$(requests)" 20
    run -76 --separate-stderr enrich-artists < <(stubs "${real[@]:0:3}")
    assert_equal "$(unavailable)" ''
    control 'set?fault='
    enrich_again "${real[@]}"
    assert_equal "$status:$(described)" "0:$(sorted "${real[@]}")"
}

@test "404 that begins in the middle of a run is doubted, too" {
    local real
    stand_in --mode development --tracks 500
    mapfile -t real < <(ask artists | jq -r .id)
    run -0 enrich-artists < <(stubs "${real[0]}")
    control log/clear
    control 'set?fault=404@6-999:artist'
    run -76 --separate-stderr enrich-artists --window 1 < <(stubs "${real[@]}")
    assert_equal "$(unavailable)" ''
    assert_equal "$(described)" "$(sorted "${real[@]:0:5}")"
}

@test "ids that are gone for good settle: alone or among others at once, else in the second run" {
    local mode gone=(00000000000000000000{10..21}) real
    for mode in extended development; do
        rm -rf "$XDG_STATE_HOME"
        stand_in --mode "$mode" --tracks 20
        mapfile -t real < <(ask artists | jq -r .id)
        run -0 --separate-stderr enrich-artists < <(stubs "${gone[0]}")
        assert_equal "$(unavailable)" "${gone[0]}"
        run -0 --separate-stderr enrich-artists --window 1 < <(stubs "${gone[@]:0:3}" "${real[0]}")
        assert_equal "$(unavailable)" "$(sorted "${gone[@]:0:3}")"
        for count in 2 12; do
            run -76 --separate-stderr enrich-artists < <(stubs "${gone[@]:0:count}")
            assert_equal "$(unavailable)" ''
            enrich_again "${gone[@]:0:count}"
            assert_equal "$status:$(unavailable)" "0:$(sorted "${gone[@]:0:count}")"
        done
    done
}

@test "an id that is the only one is requested again before it is believed to be missing" {
    local mode id
    for mode in extended development; do
        rm -rf "$XDG_STATE_HOME"
        stand_in --mode "$mode" --tracks 20 --fault nulls@1:artists --fault 404@1:artist
        id=$(ask artists | jq -r .id | head -n 1)
        enrich-artists --mode "$([[ $mode == extended ]] && echo batch || echo single)" < <(stubs "$id") >out
        assert_equal "$(jq -c 'select(.type == "RECORD").record.unavailable_at' out | sort -u)" null
        assert_equal "$(($(requests artists) + $(requests artist)))" 2
    done
}

@test "an id that is requested again is waited for, also if the input ends after its first answer" {
    local input
    stand_in --mode development --tracks 20 --fault 404@1:artist
    mkfifo pipe
    timeout 30 enrich-artists --mode single <pipe >out &
    exec {input}>pipe
    stubs "$(ask artists | jq -r .id | head -n 1)" >&"$input"
    until_true 60 was_requested
    exec {input}>&-
    wait $!
    assert_equal "$(requests artist)" 2
}

was_requested() {
    (($(requests artist) == 1))
}

@test "of many thousand ids that were unavailable before, each is still believed to be" {
    local ids
    stand_in --mode development --tracks 20
    ids=$(printf '"%022d",' {1..12000})
    run -0 --separate-stderr enrich-artists < <(
        echo '{"type":"STATE","value":{"bookmarks":{"artists":{"reading":{"unavailable":['"${ids%,}"']}}}}}'
        stubs 00000000000000000000{10..21}
    )
    assert_equal "$(unavailable)" "$(sorted 00000000000000000000{10..21})"
}

@test "a limit keeps what an earlier run doubted" {
    local gone=(00000000000000000000{10..13})
    stand_in --tracks 20
    run -76 --separate-stderr enrich-artists < <(stubs "${gone[@]}")
    control 'set?limit=artists=79892'
    enrich_again "${gone[@]}"
    assert_equal "$status:$(unavailable)" 75:
    assert_equal "$(tail -n 1 <<<"$output" | jq .value.bookmarks.artists.reading.doubted.missing)" 4
}

@test "doubts come from the STATE before the records only" {
    local gone=(00000000000000000000{10..13})
    stand_in --tracks 20
    run -76 --separate-stderr bash -c 'enrich-artists | enrich-artists' < <(stubs "${gone[@]}")
    assert_equal "$(unavailable)" ''
}

@test "a sync that is told nulls only leaves the details pending, says so, and the next one fetches them" {
    local mode fault
    for mode in extended development; do
        rm -rf "$XDG_STATE_HOME" a.db
        stand_in --mode "$mode" --tracks 100
        control "set?fault=nulls~100:artists&fault=404~100:artist&fault=nulls~100:albums&fault=404~100:album"
        run -76 spotify-sync --db a.db
        assert_equal "$(sql a.db 'SELECT count(unavailable_at) FROM (SELECT unavailable_at FROM artists
            UNION ALL SELECT unavailable_at FROM albums)')" 0
        run -0 spotify-sync --db a.db status
        assert_output --regexp 'Spotify called [0-9]+ artists missing in a row. They stay pending; the next sync'
        control 'set?fault='
        run -0 spotify-sync --db a.db
        assert_equal "$(sql a.db 'SELECT count(*) FROM artists WHERE fetched_at IS NULL')" 0
        run -0 spotify-sync --db a.db status
        refute_output --partial 'missing in a row'
    done
}

@test "details that are gone for good settle with the second sync, and a full one requests them again" {
    local gone
    stand_in --tracks 100
    run -0 spotify-sync --db a.db
    gone=$(ask artists | jq -r .id | head -n 2)
    sql a.db "UPDATE artists SET fetched_at = NULL WHERE id IN ('${gone/$'\n'/"','"}')"
    control 'change?do=artist-unavailable&count=99'
    run -76 spotify-sync --db a.db
    run -0 spotify-sync --db a.db
    assert_equal "$(sql a.db 'SELECT id FROM artists WHERE unavailable_at IS NOT NULL ORDER BY id')" "$(sort <<<"$gone")"
    control log/clear
    run -0 spotify-sync --db a.db
    assert_equal "$(requests artists)" 0
    # A full sync requests what was unavailable before the second in which it starts.
    sql a.db "UPDATE artists SET unavailable_at = '2026-01-01T00:00:00Z' WHERE unavailable_at IS NOT NULL"
    run -0 spotify-sync --db a.db --full
    assert_equal "$(requests artists)" 1
}
