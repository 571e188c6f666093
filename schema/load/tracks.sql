-- A track object, or what a streaming history says of a track.
.full artists

.read parts/track.sql
