-- Who is signed in: as a JSON object of what is given of it, as a line for a person, and with the line that says that the
-- sign-in ends within two weeks, and how to renew it, else nothing. :account is the account, with :option for a command line;
-- :token is given when a token was, and the others are what sign-in --status prints, or the :error that it ended with.

WITH notice AS (
    SELECT format('The sign-in %s on %s: ''spotify-sync login%s'' begins a new one.',
                  iif(:ends_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), 'ends', 'ended'), :ends_on, :option) AS line
     WHERE CAST(:days_left AS INTEGER) < 14)
SELECT json_patch('{}', json_object(
           'account', :account,
           'given_token', json(iif(:token <> '', 'true', 'null')),
           'user_id', :user_id,
           'display_name', :display_name,
           'client_id', :client_id,
           'signed_in_at', :signed_in_at,
           'ends_at', :ends_at,
           'ends_on', :ends_on,
           'days_left', CAST(:days_left AS INTEGER),
           'error', :error)),
       CASE WHEN :token <> '' THEN 'Signed in by SPOTIFY_ACCESS_TOKEN.'
            WHEN :error IS NOT NULL THEN upper(substr(:error, 1, 1)) || substr(:error, 2) || '.'
            ELSE ifnull((SELECT line FROM notice), format('Signed in as %s until %s.', :user_id, :ends_on)) END,
       (SELECT line FROM notice WHERE :token = '');
