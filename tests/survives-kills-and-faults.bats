# A little of each campaign (tests/campaign/), of which a long run takes an hour.

campaign() { # NAME OPTION…
    run "$BATS_TEST_DIRNAME/campaign/$1" "${@:2}"
    echo "$output"
    ((status == 0))
    [[ $output == *'the database equals the account each time'* ]]
}

@test "store killed before and after its COMMIT, alone and with all the others" {
    campaign crash --kills 0 --only 'store COMMIT a.db' points
}

@test "any program killed at any write, flush or removal" {
    campaign crash --kills 4 --each 0 points
}

@test "killed before and after new tokens take the place of the old" {
    campaign crash --only '*renameat*' tokens
}

@test "a server that fails in many ways while the library changes" {
    campaign faults --seeds 2-3
}

@test "random edits of an account" {
    campaign random-edits 3
}

@test "where the server cannot start a campaign says why and ends" {
    printf '#!/bin/sh\necho "no port is free" >&2\nexit 1\n' >"$BATS_TEST_TMPDIR/spotify-stand-in"
    chmod +x "$BATS_TEST_TMPDIR/spotify-stand-in"
    BUILD=$BATS_TEST_TMPDIR run "$BATS_TEST_DIRNAME/campaign/random-edits" 1
    ((status == 1))
    [[ $output == 'no port is free' ]]
}
