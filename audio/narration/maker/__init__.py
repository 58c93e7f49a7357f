"""Makes the narration of Interlude: words of the sessions to recordings, the same for every line."""
