-- What the page asks for first.
SELECT json_object('has_listens', json(iif(EXISTS (SELECT 1 FROM local_days), 'true', 'false')), 'sign_in', json_object('display_name', :name),
                   'database', :database);
