//! Which rows were read lately, so that reading a little twice brings nothing twice.

use crate::connect::json::read::Item;
use crate::domain::text::Clean;
use std::collections::BTreeMap;

/// The rows of the last reading of changes, which the next asks for again: what changes is not always listed in order.
#[derive(Clone, Debug, Default)]
pub struct Kept {
    before: BTreeMap<Clean, [u8; 32]>,
    now: BTreeMap<Clean, [u8; 32]>,
}

impl Kept {
    /// Those that are news.
    pub fn news(&mut self, items: Vec<Item>) -> Vec<Item> {
        let mut news = Vec::new();
        for item in items {
            let known = self.now.get(&item.id).or_else(|| self.before.get(&item.id));
            let same = known == Some(&item.digest);
            self.now.insert(item.id.clone(), item.digest);
            if !same {
                news.push(item);
            }
        }
        news
    }

    /// All changes are read.
    pub fn turn(&mut self) {
        self.before = std::mem::take(&mut self.now);
    }
}
