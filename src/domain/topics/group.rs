//! A topic with everything merged into it: who raised it, since when, and what became of it.

use super::{Sort, Tag, Topic, Word, last};
use crate::domain::ids::{AccountId, Name, Seq};
use crate::domain::text::Clean;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// Topics that are one, by hand. It is never empty: at least one tag stands.
#[derive(Clone, Debug)]
pub struct Group<'a> {
    root: &'a Topic,
    /// The root among them, in the order begun.
    members: Vec<&'a Topic>,
}

/// What one account said of a topic, all its mentions together.
#[derive(Clone, Copy, Debug)]
pub struct Raised<'a> {
    pub first: &'a Tag,
    pub last: &'a Tag,
}

impl<'a> Group<'a> {
    pub(super) fn new(root: &'a Topic, members: Vec<&'a Topic>) -> Option<Self> {
        let heard = members.iter().any(|topic| topic.stands());
        heard.then_some(Group { root, members })
    }

    pub fn seq(&self) -> Seq {
        self.root.seq
    }

    pub fn name(&self) -> &'a Clean {
        &self.root.name
    }

    pub fn sort(&self) -> Sort {
        self.root.sort
    }

    /// The other names under which it was heard.
    pub fn other_names(&self) -> impl Iterator<Item = &'a Clean> {
        let others = self.members.iter().filter(|topic| topic.seq != self.root.seq);
        others.map(|topic| &topic.name)
    }

    /// The tags that stand.
    pub fn tags(&self) -> impl Iterator<Item = &'a Tag> {
        self.members.iter().flat_map(|topic| topic.standing())
    }

    /// Everyone who raised it: an account counts once, however often it said so.
    pub fn accounts(&self) -> BTreeMap<&'a AccountId, Raised<'a>> {
        let mut accounts = BTreeMap::new();
        for tag in self.tags() {
            let Some(account) = &tag.account else { continue };
            let raised = accounts.entry(account).or_insert(Raised {
                first: tag,
                last: tag,
            });
            raised.first = std::cmp::min_by_key(raised.first, tag, |tag| (tag.at, tag.seq));
            raised.last = std::cmp::max_by_key(raised.last, tag, |tag| (tag.at, tag.seq));
        }
        accounts
    }

    /// How often it was heard from somebody who is no account of ours, or from one of us.
    pub fn without_account(&self) -> usize {
        self.tags().filter(|tag| tag.account.is_none()).count()
    }

    /// The first words of theirs that were written down.
    pub fn quote(&self) -> Option<&'a Tag> {
        let quoted = self.tags().filter(|tag| tag.quote.is_some());
        quoted.min_by_key(|tag| (tag.at, tag.seq))
    }

    /// When it was heard first, and when last.
    pub fn heard(&self) -> (Timestamp, Timestamp) {
        let first = self.tags().map(|tag| tag.at).min();
        let last = self.tags().map(|tag| tag.at).max();
        (first.unwrap_or_default(), last.unwrap_or_default())
    }

    /// The tag heard last.
    pub fn last(&self) -> Option<&'a Tag> {
        self.tags().max_by_key(|tag| (tag.at, tag.seq))
    }

    /// What helps until it is mended; of its own, else of what was merged into it.
    pub fn answer(&self) -> Option<&'a Word<Clean>> {
        let others = || self.members.iter().filter_map(|topic| last(&topic.answers));
        last(&self.root.answers).or_else(|| others().max_by_key(|word| word.seq))
    }

    /// Who sees to it; as [`Group::answer`].
    pub fn owner(&self) -> Option<&'a Name> {
        let others = || self.members.iter().filter_map(|topic| last(&topic.owners));
        let word = last(&self.root.owners).or_else(|| others().max_by_key(|word| word.seq));
        word.map(|word| &word.what)
    }

    /// Crossed off, and not heard since.
    pub fn crossed_off(&self) -> Option<&'a Word<Clean>> {
        last(&self.root.crossings).filter(|done| !self.tags().any(|tag| since(tag, done)))
    }

    /// Crossed off once, and heard again since.
    pub fn reopened(&self) -> Option<&'a Word<Clean>> {
        last(&self.root.crossings).filter(|done| self.tags().any(|tag| since(tag, done)))
    }
}

/// Heard after it was done, whenever that was written down.
fn since(tag: &Tag, done: &Word<Clean>) -> bool {
    (tag.at, tag.seq) > (done.at, done.seq)
}
