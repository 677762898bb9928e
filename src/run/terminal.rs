//! The terminal: taken over once, given back on every exit.
