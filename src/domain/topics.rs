//! Topics: what customers tell us, counted once an account over all incidents; and what our own front line says.

mod group;
mod said;
mod suggest;
mod tells;

pub use group::{Group, Raised};
pub use said::*;
pub use suggest::Suggested;
pub use tells::{Tell, Tells};

use super::ids::{AccountId, IncidentId, Name, Seq};
use super::stamp::Stamp;
use super::text::Clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whose topic it is, and what they want.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// Something hurts customers.
    Problem,
    /// Something they would like.
    Idea,
    /// Said by our own front line, unnamed.
    Own,
}

impl Sort {
    pub fn as_str(self) -> &'static str {
        match self {
            Sort::Problem => "problem",
            Sort::Idea => "idea",
            Sort::Own => "own",
        }
    }
}

/// One topic as somebody began it. Its number is the place of that event in the log. What counts is its [`Group`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Topic {
    pub seq: Seq,
    pub name: Clean,
    pub sort: Sort,
    heard: Vec<Tag>,
    /// The topics it is said to be the same as. Of those that stand, there is at most one.
    merged: Vec<Word<Seq>>,
    answers: Vec<Word<Clean>>,
    owners: Vec<Word<Name>>,
    crossings: Vec<Word<Clean>>,
}

/// It was heard once.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tag {
    pub seq: Seq,
    /// Nobody of the list: somebody in public, or one of us.
    pub account: Option<AccountId>,
    pub incident: Option<IncidentId>,
    /// In their own words.
    pub quote: Option<Clean>,
    pub at: Timestamp,
    /// Who heard it; nobody where our own people speak.
    pub by: Option<Name>,
    withdrawn: bool,
}

/// Something said of a topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Word<T> {
    pub seq: Seq,
    pub what: T,
    pub by: Name,
    pub at: Timestamp,
    withdrawn: bool,
}

impl<T> Word<T> {
    fn new(what: T, stamp: &Stamp) -> Self {
        Word {
            seq: stamp.seq,
            what,
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            withdrawn: false,
        }
    }
}

/// Every topic of the hub, in the order begun.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Topics {
    all: Vec<Topic>,
}

/// Asking.
impl Topics {
    /// Those that were heard and do not go on in another one, each with what was merged into it.
    pub fn groups(&self) -> Vec<Group<'_>> {
        let mut members: Vec<Vec<&Topic>> = vec![Vec::new(); self.all.len()];
        for topic in &self.all {
            let root = self.root(topic);
            if let Some(at) = self.place(root.seq) {
                members[at].push(topic);
            }
        }
        let roots = self.all.iter().zip(members);
        let groups = roots.filter_map(|(root, members)| Group::new(root, members));
        groups.collect()
    }

    /// The one that goes on for this number: itself, unless it was merged into another.
    pub fn group(&self, seq: Seq) -> Option<Group<'_>> {
        let root = self.root(&self.all[self.place(seq)?]);
        let members = self.all.iter().filter(|topic| self.root(topic).seq == root.seq);
        Group::new(root, members.collect())
    }

    /// The one of this name, or into which one of this name was merged. Customers' and our own are apart.
    pub fn named(&self, name: &str, own: bool) -> Option<Group<'_>> {
        let wanted = folded(name);
        let same = |topic: &&Topic| (topic.sort == Sort::Own) == own && folded(&topic.name) == wanted;
        // One that was taken back may have been begun anew.
        let mut found = self.all.iter().filter(same);
        found.find_map(|topic| {
            let group = self.group(topic.seq)?;
            (topic.stands() || group.seq() == topic.seq).then_some(group)
        })
    }

    /// What this account has raised, in the order begun.
    pub fn of<'a>(&'a self, account: &AccountId) -> Vec<Group<'a>> {
        let theirs = |topic: &Topic| topic.standing().any(|tag| tag.account.as_ref() == Some(account));
        let mut roots: Vec<Seq> = self
            .all
            .iter()
            .filter(|topic| theirs(topic))
            .map(|topic| self.root(topic).seq)
            .collect();
        roots.sort_unstable();
        roots.dedup();
        roots.into_iter().filter_map(|root| self.group(root)).collect()
    }

    fn place(&self, seq: Seq) -> Option<usize> {
        self.all.binary_search_by_key(&seq, |topic| topic.seq).ok()
    }

    /// Ends: a topic is merged while it goes on in no other, and into one that does not go on in it.
    fn root<'a>(&'a self, mut topic: &'a Topic) -> &'a Topic {
        while let Some(at) = topic.goes_on_in().and_then(|into| self.place(into)) {
            topic = &self.all[at];
        }
        topic
    }
}

/// Folding. Each says which topic it was about.
impl Topics {
    pub(super) fn tagged(&mut self, event: &TopicTagged, incident: Option<IncidentId>, stamp: &Stamp) -> Seq {
        let sort = if event.idea { Sort::Idea } else { Sort::Problem };
        let tag = Tag {
            seq: stamp.seq,
            account: event.account.clone(),
            incident,
            quote: event.quote.clone(),
            at: stamp.said_at,
            by: Some(stamp.by.name.clone()),
            withdrawn: false,
        };
        self.heard(event.topic, &event.name, sort, tag)
    }

    pub(super) fn raised(&mut self, event: &TopicRaised, stamp: &Stamp) -> Seq {
        let tag = Tag {
            seq: stamp.seq,
            account: None,
            incident: None,
            quote: event.quote.clone(),
            at: stamp.said_at,
            by: None,
            withdrawn: false,
        };
        self.heard(event.topic, &event.name, Sort::Own, tag)
    }

    pub(super) fn merged(&mut self, event: &TopicsMerged, stamp: &Stamp) {
        self.on(event.from, |topic| {
            topic.merged.push(Word::new(event.into, stamp))
        });
    }

    pub(super) fn answered(&mut self, event: &TopicAnswered, stamp: &Stamp) {
        let word = Word::new(event.workaround.clone(), stamp);
        self.on(event.topic, |topic| topic.answers.push(word));
    }

    pub(super) fn owned(&mut self, event: &TopicOwned, stamp: &Stamp) {
        let word = Word::new(event.owner.clone(), stamp);
        self.on(event.topic, |topic| topic.owners.push(word));
    }

    pub(super) fn crossed_off(&mut self, event: &TopicCrossedOff, stamp: &Stamp) {
        let word = Word::new(event.how.clone(), stamp);
        self.on(event.topic, |topic| topic.crossings.push(word));
    }

    /// Says which topics something was said of with one of these numbers.
    pub(super) fn withdraw(&mut self, corrects: &[Seq]) -> Vec<Seq> {
        let mut touched = Vec::new();
        for topic in &mut self.all {
            let so = |seq: Seq| corrects.contains(&seq);
            let mut before = Vec::new();
            before.extend(
                topic
                    .merged
                    .iter()
                    .filter(|word| so(word.seq))
                    .map(|word| word.what),
            );
            let any = topic.withdraw(so);
            touched.append(&mut before);
            touched.extend(any.then_some(topic.seq));
        }
        touched
    }

    fn heard(&mut self, topic: Option<Seq>, name: &Clean, sort: Sort, tag: Tag) -> Seq {
        if let Some(seq) = topic.filter(|seq| self.place(*seq).is_some()) {
            self.on(seq, |topic| topic.heard.push(tag));
            return seq;
        }
        let seq = tag.seq;
        self.all.push(Topic {
            seq,
            name: name.clone(),
            sort,
            heard: vec![tag],
            merged: Vec::new(),
            answers: Vec::new(),
            owners: Vec::new(),
            crossings: Vec::new(),
        });
        seq
    }

    fn on(&mut self, seq: Seq, change: impl FnOnce(&mut Topic)) {
        if let Some(at) = self.place(seq) {
            change(&mut self.all[at]);
        }
    }
}

impl Topic {
    /// The tags that stand, in the order recorded.
    fn standing(&self) -> impl Iterator<Item = &Tag> {
        self.heard.iter().filter(|tag| !tag.withdrawn)
    }

    fn stands(&self) -> bool {
        self.standing().next().is_some()
    }

    fn goes_on_in(&self) -> Option<Seq> {
        last(&self.merged).map(|word| word.what)
    }

    fn withdraw(&mut self, so: impl Fn(Seq) -> bool) -> bool {
        let mut any = false;
        for tag in self.heard.iter_mut().filter(|tag| so(tag.seq)) {
            (tag.withdrawn, any) = (true, true);
        }
        any |= withdraw(&mut self.merged, &so);
        any |= withdraw(&mut self.answers, &so);
        any |= withdraw(&mut self.owners, &so);
        any | withdraw(&mut self.crossings, &so)
    }
}

fn withdraw<T>(words: &mut [Word<T>], so: impl Fn(Seq) -> bool) -> bool {
    let mut any = false;
    for word in words.iter_mut().filter(|word| so(word.seq)) {
        (word.withdrawn, any) = (true, true);
    }
    any
}

/// The last word that stands; it counts.
fn last<T>(words: &[Word<T>]) -> Option<&Word<T>> {
    words.iter().rev().find(|word| !word.withdrawn)
}

/// Two people write the same topic in their own case, spacing and joining: `#Export-fails`, `export fails`.
pub fn folded(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|between: char| {
        between.is_whitespace() || between.is_ascii_punctuation() && !matches!(between, '+' | '%' | '&')
    });
    let words = words.filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}
