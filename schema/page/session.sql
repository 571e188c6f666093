-- Whether anything was listened to.
SELECT EXISTS (SELECT 1 FROM streaming_history) OR EXISTS (SELECT 1 FROM plays);
