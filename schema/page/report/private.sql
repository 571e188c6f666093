-- Takes the names of accounts from what the report reads.
UPDATE temp.list_playlists SET owner_id = NULL;
