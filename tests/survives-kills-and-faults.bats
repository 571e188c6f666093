# A little of each campaign (tests/campaign/), of which a long run takes an hour.

campaign() { # NAME OPTION…
    run "$BATS_TEST_DIRNAME/campaign/$1" "${@:2}"
    echo "$output"
    ((status == 0))
    [[ $output == *'the database equals the account each time'* ]]
}

@test "nothing is lost when store is killed before or after its COMMIT, alone or with all the others" {
    campaign crash --kills 0 --by-turns --only 'store COMMIT a.db' points
}

@test "nothing is lost when any program is killed at any write, flush or removal" {
    campaign crash --kills 2 --each 0 points
}

@test "a kill before or after new tokens replace the old ones keeps the user signed in" {
    campaign crash --by-turns --only '*renameat*' tokens
}

@test "nothing is lost when the server fails in many ways while the library changes" {
    campaign faults --seeds 3-3
}

@test "nothing is lost or called gone when answers are untrue and the account changes between syncs" {
    campaign histories --seeds 3-3
}

@test "a library comes back whole when the server fails and restores are killed" {
    run "$BATS_TEST_DIRNAME/campaign/restores" --seeds 6-6
    assert_restores
}

assert_restores() {
    echo "$output"
    ((status == 0))
    [[ $output == *'the account holds what was to be restored each time'* ]]
}

@test "nothing is lost when an account is edited at random" {
    campaign random-edits 3
}

@test "a campaign whose server does not start says why and ends" {
    printf '#!/bin/sh\necho "no port is free" >&2\nexit 1\n' >"$BATS_TEST_TMPDIR/spotify-stand-in"
    chmod +x "$BATS_TEST_TMPDIR/spotify-stand-in"
    BUILD=$BATS_TEST_TMPDIR run "$BATS_TEST_DIRNAME/campaign/random-edits" 1
    ((status == 1))
    [[ $output == 'no port is free' ]]
}
