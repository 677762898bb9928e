//! Words as the screen writes them: fitted to cells, and times with their units.

use crate::domain::speech::{say, word};

pub mod brief;
pub mod fit;
pub mod recorded;
pub mod when;

/// Which words: the playbook's first words, or a text of the public page by its number.
pub fn text(number: u32) -> String {
    match number {
        0 => word!("first words").to_owned(),
        _ => say!("text {number}", number),
    }
}
