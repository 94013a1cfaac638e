//! The generator on small documents: the emitted text, the diagnostics, and that neither depends on
//! the order of mappings; and the drift of the committed client.

mod bad;
mod cases;
mod changes;
mod determinism;
mod drift;
mod hostile;
mod names;
mod replay;
mod surface;
mod words;
