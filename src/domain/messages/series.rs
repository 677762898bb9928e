//! The texts on the public page, and the one numbered series that accounts are told from.

use super::draft::{Draft, SentBack};
use super::{Approval, Change, DraftRejected, MessageApproved, MessageDrafted, Phase, PostRecorded};
use crate::domain::ids::{Name, Seq};
use crate::domain::stamp::Stamp;
use crate::domain::text::{Clean, CleanText};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A text on the public page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Post {
    pub seq: Seq,
    /// Counts from 1, over the page and the calls; the playbook's first words are 0.
    pub number: u32,
    pub phase: Phase,
    pub text: CleanText,
    pub place: Option<Clean>,
    pub by: Name,
    /// When it went live.
    pub at: Timestamp,
    pub draft: Option<Seq>,
    pub change: Change,
    /// When the next text comes, as this one says.
    pub next_update: Option<Timestamp>,
    /// `None`: it is live, and nobody who may has given their word.
    pub approved: Option<Approval>,
    pub sent_back: Option<SentBack>,
}

/// Every draft, and what of the numbered series has the same meaning.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Messages {
    /// In the order put forward.
    pub drafts: Vec<Draft>,
    /// By number: how often the meaning had changed when that text was live. 0 stands for the first words.
    meanings: Vec<u32>,
    /// The number of the last approved text.
    live: u32,
}

/// Where a numbered text stands in the series.
struct Place {
    at: Timestamp,
    number: u32,
    approved: bool,
    change: Change,
}

impl Messages {
    pub fn draft(&self, seq: Seq) -> Option<&Draft> {
        let at = self.drafts.binary_search_by_key(&seq, |draft| draft.seq).ok()?;
        Some(&self.drafts[at])
    }

    /// The number of the last approved text customers hear: the last to go live by the time said. 0: the first words.
    pub fn live(&self) -> u32 {
        self.live
    }

    /// The highest number given, whether or not its text was approved.
    pub fn last(&self) -> u32 {
        u32::try_from(self.meanings.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// The text of this number means something else than the live one.
    pub fn outdated(&self, number: u32) -> bool {
        let meaning = |number: u32| self.meanings.get(number as usize).copied().unwrap_or(0);
        meaning(number) != meaning(self.live)
    }

    pub(in crate::domain) fn drafted(&mut self, event: &MessageDrafted, stamp: &Stamp) {
        if let Some(before) = event.replaces.and_then(|seq| self.draft_mut(seq)) {
            before.replaced_by = Some(stamp.seq);
        }
        self.drafts.push(Draft::new(event, stamp));
    }

    pub(in crate::domain) fn approved(&mut self, posts: &mut [Post], event: &MessageApproved, stamp: &Stamp) {
        let approval = Approval {
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            despite: event.despite.clone(),
        };
        if let Some(draft) = self.draft_mut(event.draft) {
            draft.approved = Some(approval);
            draft.change = Some(event.change);
            draft.number = event.number;
        } else if let Some(post) = posts.iter_mut().find(|post| post.seq == event.draft) {
            post.approved = Some(approval);
            post.change = event.change;
            post.sent_back = None;
        }
        self.count(posts);
    }

    pub(in crate::domain) fn rejected(&mut self, posts: &mut [Post], event: &DraftRejected, stamp: &Stamp) {
        let sent_back = SentBack {
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            reason: event.reason.clone(),
        };
        if let Some(draft) = self.draft_mut(event.draft) {
            draft.sent_back = Some(sent_back);
        } else if let Some(post) = posts.iter_mut().find(|post| post.seq == event.draft) {
            post.sent_back = Some(sent_back);
        }
    }

    pub(in crate::domain) fn posted(&mut self, posts: &mut Vec<Post>, event: &PostRecorded, stamp: &Stamp) {
        let before = posts.iter().max_by_key(|post| (post.at, post.number));
        let moved = before.is_none_or(|before| before.phase != event.phase);
        let fallback = if moved { Change::Meaning } else { Change::Wording };
        let of_draft = event.draft.and_then(|seq| self.draft_mut(seq)).and_then(|draft| {
            draft.number = Some(event.number);
            draft.approved.clone()
        });
        let own = || Approval {
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            despite: None,
        };
        posts.push(Post {
            seq: stamp.seq,
            number: event.number,
            phase: event.phase,
            text: event.text.clone(),
            place: event.place.clone(),
            by: stamp.by.name.clone(),
            at: stamp.said_at,
            draft: event.draft,
            change: event.change.unwrap_or(fallback),
            next_update: event.next_update,
            approved: (!event.unapproved).then(|| of_draft.unwrap_or_else(own)),
            sent_back: None,
        });
        self.count(posts);
    }

    /// Takes over what was drafted in another incident; its numbered texts only where there are none here.
    pub(in crate::domain) fn absorb(&mut self, other: &mut Messages) {
        let other = std::mem::take(other);
        let numbered = self.last() > 0;
        if !numbered {
            self.meanings = other.meanings;
            self.live = other.live;
        }
        let drafts = other.drafts.into_iter();
        self.drafts
            .extend(drafts.filter(|draft| !numbered || draft.number.is_none()));
        self.drafts.sort_by_key(|draft| draft.seq);
    }

    fn draft_mut(&mut self, seq: Seq) -> Option<&mut Draft> {
        let at = self.drafts.binary_search_by_key(&seq, |draft| draft.seq).ok()?;
        Some(&mut self.drafts[at])
    }

    /// Counts the meanings anew: a text recorded late takes its place in the past. Few texts, and only when one moves.
    fn count(&mut self, posts: &[Post]) {
        let on_page = posts.iter().map(|post| Place {
            at: post.at,
            number: post.number,
            approved: post.approved.is_some(),
            change: post.change,
        });
        let published = |seq: Seq| posts.iter().any(|post| post.draft == Some(seq));
        let for_calls = self.drafts.iter().filter_map(|draft| {
            let number = draft.number.filter(|_| !published(draft.seq))?;
            Some(Place {
                at: draft.approved.as_ref()?.at,
                number,
                approved: true,
                change: draft.change.unwrap_or(Change::Meaning),
            })
        });
        let mut places: Vec<Place> = on_page.chain(for_calls).collect();
        places.sort_by_key(|place| (place.at, place.number));
        let highest = places.iter().map(|place| place.number).max().unwrap_or(0);
        let mut meanings = vec![0; highest as usize + 1];
        let mut meaning = 0;
        for place in &places {
            meaning += u32::from(place.approved && place.change == Change::Meaning);
            meanings[place.number as usize] = meaning;
        }
        self.live = places
            .iter()
            .rev()
            .find(|place| place.approved)
            .map_or(0, |place| place.number);
        self.meanings = meanings;
    }
}
