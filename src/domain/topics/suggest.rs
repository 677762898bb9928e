//! The topics somebody may mean by what they have typed so far.

use super::{Group, Sort, Topics, folded};
use crate::domain::ids::Seq;
use crate::domain::nearest::nearest;
use crate::domain::text::Clean;

/// One of them, with what helps to choose.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggested {
    pub topic: Seq,
    pub name: Clean,
    pub accounts: usize,
    /// What helps until it is mended.
    pub workaround: Option<Clean>,
    /// It counts as done; heard again, it is open again.
    pub crossed_off: bool,
}

/// How well a name answers to what was typed; the smaller the better.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    Whole,
    Begins,
    /// One of its words begins so.
    Word,
    Contains,
    /// A slip of the finger away.
    Alike,
}

impl Topics {
    /// The customers' topics that answer to `typed` (with or without `#`), the best first; all of them, the most
    /// raised first, while nothing is typed.
    pub fn suggest(&self, typed: &str) -> Vec<Suggested> {
        let typed = folded(typed);
        let groups = self
            .groups()
            .into_iter()
            .filter(|group| group.sort() != Sort::Own);
        let mut found: Vec<(Fit, Suggested)> = groups
            .filter_map(|group| Some((fit(&group, &typed)?, suggested(&group))))
            .collect();
        found.sort_by(|(one, a), (other, b)| {
            let better = one.cmp(other);
            better
                .then(b.accounts.cmp(&a.accounts))
                .then_with(|| a.name.cmp(&b.name))
        });
        found.into_iter().map(|(_, suggested)| suggested).collect()
    }
}

fn suggested(group: &Group) -> Suggested {
    Suggested {
        topic: group.seq(),
        name: group.name().clone(),
        accounts: group.accounts().len(),
        workaround: group.answer().map(|word| word.what.clone()),
        crossed_off: group.crossed_off().is_some(),
    }
}

/// The best of its names.
fn fit(group: &Group, typed: &str) -> Option<Fit> {
    let names = std::iter::once(group.name()).chain(group.other_names());
    names.filter_map(|name| fits(&folded(name), typed)).min()
}

fn fits(name: &str, typed: &str) -> Option<Fit> {
    match () {
        () if name == typed => Some(Fit::Whole),
        () if name.starts_with(typed) => Some(Fit::Begins),
        () if name.split(' ').any(|word| word.starts_with(typed)) => Some(Fit::Word),
        () if name.contains(typed) => Some(Fit::Contains),
        () => nearest(typed, [name]).map(|_| Fit::Alike),
    }
}
