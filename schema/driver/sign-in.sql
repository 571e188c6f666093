-- Who is signed in: as a JSON object without nulls, as a line for a person, and a notice if the sign-in ends within two weeks
-- or lacks permissions. :option selects the account on a command line; :token is not empty if the environment has a token. The
-- other parameters are what sign-in --status prints, or its :error.

WITH ending AS (
    SELECT format('The sign-in %s on %s: run ''spotify-sync login%s'' to sign in again.',
                  iif(:ends_at > strftime('%Y-%m-%dT%H:%M:%SZ', 'now'), 'ends', 'ended'), :ends_on, :option) AS line
     WHERE CAST(:days_left AS INTEGER) < 14),
lacking AS (
    SELECT format('The sign-in lacks permissions (%s), so that some lists are refused: run ''spotify-sync login%s'' to grant '
                  || 'them.', :missing_scopes, :option) AS line
     WHERE :missing_scopes <> '')
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
           'missing_scopes', :missing_scopes,
           'error', :error)),
       CASE WHEN :token <> '' THEN 'Signed in by SPOTIFY_ACCESS_TOKEN.'
            WHEN :error IS NOT NULL THEN upper(substr(:error, 1, 1)) || substr(:error, 2) || '.'
            ELSE ifnull((SELECT line FROM ending), format('Signed in as %s until %s.', :user_id, :ends_on))
                 || ifnull(' ' || (SELECT line FROM lacking), '') END,
       (SELECT group_concat(line, ' ') FROM (SELECT line FROM ending UNION ALL SELECT line FROM lacking) WHERE :token = '');
