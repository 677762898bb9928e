//! What is said to whom at a moment: the texts that are live, the drafts that wait, and who may give the word.

use super::ids::{Name, Seq};
use super::incident::Incident;
use super::messages::{Audience, Change, Draft, Phase, Post};
use super::people::Duty;
use super::playbook::slots::{IF_KNOWN, slots};
use super::text::{Clean, CleanText};
use crate::domain::speech::{say, word};
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::fmt;

/// A text that people go by, or went by.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Told<'a> {
    /// By its place in the log.
    pub seq: Seq,
    pub audience: Audience,
    pub phase: Phase,
    pub text: &'a CleanText,
    /// In the series told to customers.
    pub number: Option<u32>,
    /// When the next text comes, as this one says.
    pub next_update: Option<Timestamp>,
    pub at: Timestamp,
    pub by: &'a Name,
    pub approved: bool,
}

impl<'a> Told<'a> {
    fn of_post(post: &'a Post) -> Self {
        Told {
            seq: post.seq,
            audience: Audience::Page,
            phase: post.phase,
            text: &post.text,
            number: Some(post.number),
            next_update: post.next_update,
            at: post.at,
            by: &post.by,
            approved: post.approved.is_some(),
        }
    }

    fn of_draft(draft: &'a Draft) -> Option<Self> {
        let approval = draft.approved.as_ref()?;
        Some(Told {
            seq: draft.seq,
            audience: draft.audience,
            phase: draft.phase,
            text: &draft.text,
            number: draft.number,
            next_update: draft.next_update,
            at: approval.at,
            by: &draft.by,
            approved: true,
        })
    }

    /// How it is called in a sentence: `text 2`, `the words for executives`.
    pub fn name(&self) -> String {
        match (self.number, self.audience) {
            (Some(number), _) => say!("text {number}", number),
            (None, Audience::Page) => word!("the page text").to_owned(),
            (None, Audience::Calls) => word!("the words for calls").to_owned(),
            (None, Audience::Strategic) => word!("the letter to strategic accounts").to_owned(),
            (None, Audience::Internal) => word!("the words to our own people").to_owned(),
            (None, Audience::Executives) => word!("the words to executives").to_owned(),
        }
    }
}

/// How old the text on the page is, against how old it may get: by its own promise, else by the playbook's gap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageAge {
    pub number: u32,
    /// Whole minutes.
    pub minutes: i64,
    pub allowed: i64,
}

impl fmt::Display for PageAge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&say!(
            "{minutes} of {allowed} min",
            minutes = self.minutes,
            allowed = self.allowed
        ))
    }
}

impl Incident {
    /// `None` while there is no text, and once the page says that it is over.
    pub fn page_age(&self, now: Timestamp) -> Option<PageAge> {
        let live = self.live_post()?;
        let gap = self.plan.public.gap(live.phase)?;
        let until = live.next_update.unwrap_or_else(|| gap.after(live.at));
        let minutes = |to: Timestamp| to.duration_since(live.at).as_mins();
        Some(PageAge {
            number: live.number,
            minutes: minutes(now).max(0),
            allowed: minutes(until),
        })
    }

    /// The phase the public page is in.
    pub fn public(&self) -> Phase {
        self.live_post().map_or(Phase::None, |post| post.phase)
    }

    /// The text that is live: the last to go live by the time said, so that a text recorded late takes its place
    /// in the past.
    pub fn live_post(&self) -> Option<&Post> {
        self.posts.iter().max_by_key(|post| (post.at, post.number))
    }

    /// The number of the last text recorded; 0 is the playbook's first words.
    pub fn last_text(&self) -> u32 {
        self.messages.last()
    }

    /// The number of the approved text that customers are told now; 0 is the playbook's first words.
    pub fn words_live(&self) -> u32 {
        self.messages.live()
    }

    /// Every text that people go by or went by, of every audience, the oldest first.
    pub fn texts(&self) -> Vec<Told<'_>> {
        let drafts = self.messages.drafts.iter();
        let elsewhere = drafts.filter(|draft| draft.audience != Audience::Page);
        let mut texts: Vec<Told> = self.posts.iter().map(Told::of_post).collect();
        texts.extend(elsewhere.filter_map(Told::of_draft));
        texts.sort_by_key(|text| (text.at, text.seq));
        texts
    }

    /// The text of a number of the series; `None` for 0, which is the playbook's first words.
    pub fn text(&self, number: u32) -> Option<Told<'_>> {
        let mut posts = self.posts.iter();
        if let Some(post) = posts.find(|post| post.number == number) {
            return Some(Told::of_post(post));
        }
        let mut drafts = self.messages.drafts.iter();
        drafts
            .find(|draft| draft.audience == Audience::Calls && draft.number == Some(number))
            .and_then(Told::of_draft)
    }

    /// Somebody who may gave their word on the text of this number; the first words were approved beforehand.
    pub fn sayable(&self, number: u32) -> bool {
        number == 0 || self.text(number).is_some_and(|text| text.approved)
    }

    /// What calls may say now, with its number: the last approved text, else the playbook's first words.
    pub fn words_for_calls(&self) -> (u32, &CleanText) {
        let live = self.words_live();
        match self.text(live) {
            Some(told) => (live, told.text),
            None => (0, &self.playbook.first_words),
        }
    }

    /// The text an audience goes by in a phase.
    pub fn live_in(&self, audience: Audience, phase: Phase) -> Option<Told<'_>> {
        let texts = self.texts().into_iter().rev();
        texts
            .filter(|text| text.audience == audience && text.phase == phase)
            .max_by_key(|text| (text.at, text.seq))
    }

    /// The text an audience goes by now, whatever its phase. For calls also the page's, which everybody may read.
    pub fn live_for(&self, audience: Audience) -> Option<Told<'_>> {
        let for_it = |text: &Told| match audience {
            Audience::Calls => text.number == Some(self.words_live()),
            _ => text.audience == audience,
        };
        self.texts().into_iter().rfind(for_it)
    }

    /// The page has moved on since it was written: it would say what no longer holds.
    pub fn fallen(&self, draft: &Draft) -> bool {
        draft.number.is_none()
            && (draft.audience == Audience::Page || draft.approved.is_none())
            && self
                .posts
                .iter()
                .any(|post| post.seq > draft.seq && post.phase > draft.phase)
    }

    /// Drafts that wait for the word of somebody who may give it, the oldest first.
    pub fn undecided(&self) -> impl Iterator<Item = &Draft> {
        let drafts = self.messages.drafts.iter();
        drafts.filter(|draft| draft.undecided() && !self.fallen(draft))
    }

    /// Page texts that are approved and not published yet, the oldest first.
    pub fn unpublished(&self) -> impl Iterator<Item = &Draft> {
        let drafts = self.messages.drafts.iter();
        drafts.filter(|draft| {
            let waits = draft.approved.is_some() && draft.replaced_by.is_none() && draft.number.is_none();
            draft.audience == Audience::Page && waits && !self.overtaken(draft)
        })
    }

    /// A later text stands on the page, or a later draft is approved for it.
    fn overtaken(&self, draft: &Draft) -> bool {
        let approved_at = draft.approved.as_ref().map(|approval| approval.at);
        let on_page = self.posts.iter().any(|post| Some(post.at) > approved_at);
        let mut later = self
            .messages
            .drafts
            .iter()
            .rev()
            .take_while(|other| other.seq > draft.seq);
        on_page || later.any(|other| other.audience == Audience::Page && other.approved.is_some())
    }

    /// Texts on the page that nobody who may has given their word on, and that were not sent back.
    pub fn unapproved(&self) -> impl Iterator<Item = &Post> {
        let posts = self.posts.iter();
        posts.filter(|post| post.approved.is_none() && post.sent_back.is_none())
    }

    /// Whose word texts and reports wait for: the deputy's while nobody commands; anybody's while there is neither.
    pub fn approver(&self) -> Option<&Name> {
        self.holder(Duty::Commander).or(self.holder(Duty::Deputy))
    }

    /// Whether this person's word is enough: the commander's, the deputy's; anyone's while nobody commands.
    pub fn approves(&self, who: &Name) -> bool {
        let mut heads = [Duty::Commander, Duty::Deputy]
            .into_iter()
            .filter_map(|duty| self.holder(duty))
            .peekable();
        heads.peek().is_none() || heads.any(|head| head == who)
    }

    /// What a text of this audience and phase changes, if nobody says: the meaning when the phase moves.
    pub fn change_by_phase(&self, audience: Audience, phase: Phase) -> Change {
        let before = match audience {
            Audience::Page => self.public(),
            _ => self.live_for(audience).map_or(Phase::None, |text| text.phase),
        };
        match before == phase {
            true => Change::Wording,
            false => Change::Meaning,
        }
    }
}

/// The required slots of a page text that nobody filled, in words.
pub fn missing(phase: Phase, filled: &BTreeMap<Clean, CleanText>, next_update: bool) -> Vec<&'static str> {
    let empty = |name: &str| filled.get(name).is_none_or(|text| text.trim().is_empty());
    let required = slots(phase).iter().filter(|(name, _)| !IF_KNOWN.contains(name));
    required
        .filter(|(name, _)| empty(name) && !(*name == "next_update" && next_update))
        .map(|(_, words)| *words)
        .collect()
}
