//! What is said of topics: the commands that ask for it and the events that record it.

use crate::domain::ids::{AccountId, Name, Seq};
use crate::domain::text::Clean;
use serde::{Deserialize, Serialize};

/// A topic as it is heard, on a call or beside one.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct NewTopic {
    /// Known or new; the same name in another case or with other spaces is the same topic.
    pub name: Clean,
    /// In their own words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Clean>,
    /// They would like it; nothing hurts.
    #[serde(default, skip_serializing_if = "is_not")]
    pub idea: bool,
}

impl NewTopic {
    /// With nothing but its name, as in `#export`.
    pub fn named(name: impl Into<Clean>) -> Self {
        NewTopic {
            name: name.into(),
            quote: None,
            idea: false,
        }
    }
}

/// A customer, or somebody in public, raises a topic.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TagTopic {
    /// Whose topic it is; left out for somebody who is on no list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    #[serde(flatten)]
    pub topic: NewTopic,
}

/// Our own front line raises a topic. Nobody's name is kept with it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RaiseTopic {
    pub name: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Clean>,
}

/// Two topics are one; it goes on as `into`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MergeTopics {
    pub from: Seq,
    pub into: Seq,
}

/// What helps until it is mended.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AnswerTopic {
    pub topic: Seq,
    pub workaround: Clean,
}

/// Somebody sees to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OwnTopic {
    pub topic: Seq,
    /// Left out: whoever says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Name>,
}

/// It is done; everyone whose account raised it is to be told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CrossOffTopic {
    pub topic: Seq,
    /// As they are told it: "exports work again".
    pub how: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicTagged {
    /// Left out where it begins here; its number is then that of this event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Seq>,
    pub name: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<AccountId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Clean>,
    #[serde(default, skip_serializing_if = "is_not")]
    pub idea: bool,
}

/// Recorded under nobody's name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicRaised {
    /// As in [`TopicTagged`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Seq>,
    pub name: Clean,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quote: Option<Clean>,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicsMerged {
    pub from: Seq,
    pub from_name: Clean,
    pub into: Seq,
    pub into_name: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicAnswered {
    pub topic: Seq,
    pub name: Clean,
    pub workaround: Clean,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicOwned {
    pub topic: Seq,
    pub name: Clean,
    pub owner: Name,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TopicCrossedOff {
    pub topic: Seq,
    pub name: Clean,
    pub how: Clean,
    /// How many had raised it by then.
    pub accounts: usize,
}

fn is_not(so: &bool) -> bool {
    !so
}
