#ifndef SPOTIFY_SYNC_FUZZ_CURL_H
#define SPOTIFY_SYNC_FUZZ_CURL_H

#include "script.h"

/*
 * Stands in for the part of libcurl that talks HTTP, with answers from a script and no network. A
 * step is an answer: its status, Retry-After in seconds, how the transfer ends (a CURLcode), and
 * how many other requests under way it lets pass ahead, as numbers with a space behind each; the
 * rest is the body. When the script is over every answer is 404.
 */
void curl_play(const struct script *script);

#endif
