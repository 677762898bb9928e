//! What was wrong with single items of a body: told one by one, but not without end.

use crate::domain::text::Clean;

/// The most that are told in words; the rest is counted.
const MOST: usize = 20;

#[derive(Debug, Default)]
pub struct Faults {
    told: Vec<Clean>,
    more: usize,
}

impl Faults {
    pub fn push(&mut self, fault: impl AsRef<str>) {
        match self.told.len() < MOST {
            true => self.told.push(Clean::line(fault.as_ref())),
            false => self.more += 1,
        }
    }

    pub fn into_lines(mut self) -> Vec<Clean> {
        if self.more > 0 {
            self.told
                .push(Clean::from(format!("and {} more faults", self.more)));
        }
        self.told
    }
}
