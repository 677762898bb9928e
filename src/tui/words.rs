//! Words as the screen writes them: fitted to cells, and times with their units.

pub mod fit;
pub mod when;
