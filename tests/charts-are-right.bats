# The numbers of the page's charts, against the same computed otherwise (charts).

load helper
load page
load messages
setup() { begin_test; }
teardown() {
    page_end
    end_test
}

@test "each chart has the numbers that the tables give, in any zone, over summer time, and for any period" {
    "$BATS_TEST_DIRNAME/charts" make 7 | store -q a.db >/dev/null
    serve_page a.db
    run -0 "$BATS_TEST_DIRNAME/charts" check a.db "$PAGE" "$COOKIE"
    assert_output ''
}

@test "where nothing was heard or saved, charts are empty, and none makes up a number" {
    local chart
    record artists "$T1" '{"id":"ar1","name":"One"}' | store -q a.db
    serve_page a.db
    page /api/charts | jq -r '.charts[].name' >charts
    [[ -s charts ]]
    while read -r chart; do
        case $chart in
            clock) assert_equal "$(rows clock | jq -s 'length, (map(.plays) | add)' | xargs)" '168 0' ;;
            summary) assert_equal "$(rows summary | jq -c '[.minutes, .plays, .tracks, .top_genre]')" '[null,0,0,null]' ;;
            *) assert_equal "$chart$(rows "$chart")" "$chart" ;;
        esac
    done <charts
}

@test "a chart says which days and columns it has, and comes as CSV with all its rows" {
    "$BATS_TEST_DIRNAME/charts" make 7 | store -q a.db >/dev/null
    serve_page a.db
    assert_equal "$(page '/api/charts/months?zone=Asia/Tokyo&from=2023-02-01' | jq -c '[.title, .group, .from, .zone, .columns[0]]')" \
        '["Month by month","listening","2023-02-01","Asia/Tokyo",{"name":"month","title":"Month","type":"time"}]'
    assert_equal "$(rows top-tracks limit=3 | wc -l)" 3
    # Each that is listed can be asked for, with the columns that the list has.
    page /api/charts | jq -c '.charts[] | [.name, .columns]' >listed
    [[ -s listed ]]
    jq -r '.[0]' listed | while read -r chart; do page "/api/charts/$chart" | jq -c '[.name, .columns]'; done >asked
    diff listed asked
    page /api/charts/never-played.csv -D headers >chart.csv
    grep -q '^Content-Type: text/csv; charset=utf-8' headers
    assert_equal "$(head -n 1 chart.csv)" $'id,name,artist,added_at\r'
    assert_equal "$(tail -n +2 chart.csv | wc -l)" "$(rows never-played limit=10000 | wc -l)"
}

@test "no name in a chart's CSV is a formula to a spreadsheet, wherever it takes a cell to begin" {
    {
        record saved_tracks "$T1" \
            '{"id":"t1","added_at":"2026-01-01T00:00:00Z","name":"A;=B\"C\"","artists":[{"id":"a1","name":"＝1"}]}'
        record plays "$T1" '{"played_at":"2026-01-02T00:00:00.123Z","track_id":"t2","track":{"name":"Another"}}'
    } | store -q a.db
    serve_page a.db
    page /api/charts/never-played.csv >chart.csv
    assert_equal "$(tail -n +2 chart.csv)" $'"t1","A;\'=B""C""","\'＝1","2026-01-01T00:00:00Z"\r'
}

@test "days are those of TZ, also if that is a file, and those of the system if TZ names no zone" {
    record artists "$T1" '{"id":"ar1","name":"One"}' | store -q a.db
    TZ=:/usr/share/zoneinfo/Asia/Tokyo serve_page a.db
    assert_equal "$(page /api/charts/months | jq -r .zone)" Asia/Tokyo
    TZ=CET-1CEST run -0 --separate-stderr report a.db
}

@test "seven days without a play are a hole in the data, and six are none" {
    local day
    for day in 01 09 16; do
        record streaming_history "$T1" '{"ts":"2026-01-'$day'T12:00:00Z","uri":"spotify:track:t1","ms_played":60000,"kind":"track","track_id":"t1"}'
    done | store -q a.db >/dev/null
    serve_page a.db
    assert_equal "$(rows holes | jq -c '[.from, .to, .days]')" '["2026-01-02","2026-01-08",7]'
}

@test "the same recording counts once under several ids" {
    {
        jq -nc --arg T "$T1" 'def track(id; name; isrc; ms; at): {type: "RECORD", stream: "saved_tracks", time_extracted: $T,
                record: {id: id, name: name, duration_ms: ms, external_ids: {isrc: isrc}, added_at: at,
                         artists: [{id: "ar1", name: "Motörhead"}]}};
            track("t1"; "Song"; "X1"; 180000; "2025-01-01T00:00:00Z"), track("t2"; "Song (Live)"; "X1"; 250000; "2025-01-02T00:00:00Z"),
            track("t3"; "SONG"; "X2"; 180900; "2025-01-03T00:00:00Z"), track("t4"; "Song"; "X3"; 190000; "2025-01-04T00:00:00Z"),
            (("t1", "t2", "t3", "t4") as $id | {type: "RECORD", stream: "streaming_history", time_extracted: $T,
                record: {track_id: $id, ts: "2026-01-0\($id[1:])T00:00:00Z", uri: "spotify:track:\($id)", ms_played: 60000,
                         kind: "track"}})'
    } | store -q a.db >/dev/null
    serve_page a.db
    assert_equal "$(rows top-tracks | jq -c '[.track_id, .plays]' | xargs)" '[t1,3] [t4,1]'
    assert_equal "$(rows duplicates | jq -c '[.ids, .count, .reason]')" '["t1 t2 t3",3,"the same artist, title and length"]'
}
