//! The others: affected customers that are no key accounts. They have no row each, and are counted so that nobody
//! forgets them.

use super::channel::Channel;
use super::ids::{Name, Seq};
use super::stamp::Stamp;
use super::text::Clean;
use crate::domain::speech::{say, word};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How many affected customers are no key accounts. The latest word counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CountOthers {
    pub count: u64,
    /// Who they are, and where the number is from: `all on video-eu, from billing`.
    #[serde(default)]
    pub of: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OthersCounted {
    pub count: u64,
    pub of: Clean,
}

/// Somebody who is on no list wrote in or called. Each such record adds to the count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordInbound {
    #[serde(default = "one")]
    pub count: u32,
    #[serde(default = "written")]
    pub channel: Channel,
    /// What it was about, in a few words; nobody's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Clean>,
}

fn one() -> u32 {
    1
}

fn written() -> Channel {
    Channel::Email
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WroteIn {
    pub count: u32,
    pub channel: Channel,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<Clean>,
}

/// What is known of them in one incident.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Others {
    counts: Vec<Counted>,
    wrote: Vec<Wrote>,
}

/// One word on how many they are.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    pub seq: Seq,
    pub at: Timestamp,
    pub by: Name,
    pub count: u64,
    pub of: Clean,
    withdrawn: bool,
}

/// Some of them who let us know.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Wrote {
    pub seq: Seq,
    pub at: Timestamp,
    pub by: Name,
    pub facts: WroteIn,
    withdrawn: bool,
}

impl Others {
    /// How many there are, by the latest word that stands.
    pub fn counted(&self) -> Option<&Counted> {
        self.counts.iter().rfind(|counted| !counted.withdrawn)
    }

    /// Those who wrote in or called, oldest first.
    pub fn wrote(&self) -> impl DoubleEndedIterator<Item = &Wrote> {
        self.wrote.iter().filter(|wrote| !wrote.withdrawn)
    }

    /// How many wrote in or called.
    pub fn wrote_in(&self) -> u64 {
        self.wrote().map(|wrote| u64::from(wrote.facts.count)).sum()
    }

    /// `others: 1,240, page text 3, 6 wrote in`; nothing when nobody has counted and nobody wrote. `page` is the text that
    /// the public page shows them, if it shows one.
    pub fn line(&self, page: Option<u32>) -> Option<String> {
        let (counted, wrote) = (self.counted(), self.wrote_in());
        if counted.is_none() && wrote == 0 {
            return None;
        }
        let count = counted.map_or_else(
            || word!("not counted").to_owned(),
            |counted| grouped(counted.count),
        );
        let page = page.map_or_else(
            || word!("the page is silent").to_owned(),
            |number| say!("page text {number}", number),
        );
        Some(say!(
            "others: {count}, {page}, {grouped} wrote in",
            count,
            page,
            grouped = grouped(wrote)
        ))
    }

    pub(super) fn count(&mut self, event: &OthersCounted, stamp: &Stamp) {
        self.counts.push(Counted {
            seq: stamp.seq,
            at: stamp.said_at,
            by: stamp.by.name.clone(),
            count: event.count,
            of: event.of.clone(),
            withdrawn: false,
        });
    }

    pub(super) fn heard(&mut self, event: &WroteIn, stamp: &Stamp) {
        self.wrote.push(Wrote {
            seq: stamp.seq,
            at: stamp.said_at,
            by: stamp.by.name.clone(),
            facts: event.clone(),
            withdrawn: false,
        });
    }

    pub(super) fn withdraw(&mut self, seq: Seq) {
        for counted in self.counts.iter_mut().filter(|counted| counted.seq == seq) {
            counted.withdrawn = true;
        }
        for wrote in self.wrote.iter_mut().filter(|wrote| wrote.seq == seq) {
            wrote.withdrawn = true;
        }
    }

    /// Takes over those of another incident. Its count is of other customers only when this one has none.
    pub(super) fn absorb(&mut self, other: &mut Others) {
        if self.counted().is_none() {
            self.counts.append(&mut other.counts);
            self.counts.sort_by_key(|counted| counted.seq);
        }
        self.wrote.append(&mut other.wrote);
        self.wrote.sort_by_key(|wrote| wrote.seq);
    }
}

/// `1,240`: in threes, so that it can be read from afar.
pub fn grouped(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn large_numbers_are_written_in_threes() {
        let written = [0, 7, 999, 1_000, 1_240, 1_234_567].map(grouped);
        assert_eq!(written, ["0", "7", "999", "1,000", "1,240", "1,234,567"]);
    }
}
