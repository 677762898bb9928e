//! Keys as they arrive: one reader, split escape sequences put together again.
