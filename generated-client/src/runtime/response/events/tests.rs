//! Parsing of streams, wherever their chunks end.
