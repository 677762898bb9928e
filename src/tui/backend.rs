//! How a frame becomes bytes: one write a frame, nothing when nothing changed.
