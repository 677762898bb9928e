//! The ways in which somebody is reached.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    #[default]
    Phone,
    Email,
    Sms,
    Chat,
    Video,
    InPerson,
}

impl Channel {
    /// Behind "sent": `by e-mail`.
    pub fn by(self) -> &'static str {
        match self {
            Channel::Phone => "by phone",
            Channel::Email => "by e-mail",
            Channel::Sms => "by text message",
            Channel::Chat => "by chat",
            Channel::Video => "by video",
            Channel::InPerson => "in person",
        }
    }
}
