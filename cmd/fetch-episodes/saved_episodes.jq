# A page of GET /me/episodes.
saved("episode"; "saved_episodes")
