//! How an attempt to reach someone ended, what that counts as, and when to try again.

use super::span::Span;
use crate::domain::speech::{say, word};
use serde::de::IntoDeserializer;
use serde::de::value::Error as NoSuchName;
use serde::{Deserialize, Serialize};

/// How an attempt ended. The vocabulary of the call-centre trade, as dialler and CRM tools share it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Disposition {
    ReachedDecisionMaker,
    ReachedOther,
    LeftLiveMessage,
    VoicemailLeft,
    VoicemailFull,
    NoAnswer,
    Busy,
    CallbackRequested,
    ExecCallRequested,
    WrongNumber,
    Disconnected,
    LeftCompany,
    BouncedEmail,
    LanguageHelp,
    RefusedToTalk,
    DoNotContact,
    /// This contact asked not to be called; others there may be.
    NotThisContact,
    AlreadyInformedElsewhere,
    NotAffectedSaysCustomer,
    /// An e-mail or a text message was sent; nobody has answered.
    Wrote,
}

/// What a disposition counts as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Counts {
    /// A person was reached.
    Spoken,
    /// Tried, and nobody who could hear us.
    Attempted,
    /// The number or the address is wrong.
    DataFault,
    /// They asked not to be contacted.
    Closed,
}

impl Disposition {
    pub const ALL: [Disposition; 20] = [
        Disposition::ReachedDecisionMaker,
        Disposition::ReachedOther,
        Disposition::LeftLiveMessage,
        Disposition::VoicemailLeft,
        Disposition::VoicemailFull,
        Disposition::NoAnswer,
        Disposition::Busy,
        Disposition::CallbackRequested,
        Disposition::ExecCallRequested,
        Disposition::WrongNumber,
        Disposition::Disconnected,
        Disposition::LeftCompany,
        Disposition::BouncedEmail,
        Disposition::LanguageHelp,
        Disposition::RefusedToTalk,
        Disposition::DoNotContact,
        Disposition::NotThisContact,
        Disposition::AlreadyInformedElsewhere,
        Disposition::NotAffectedSaysCustomer,
        Disposition::Wrote,
    ];

    pub fn counts(self) -> Counts {
        match self {
            Disposition::ReachedDecisionMaker
            | Disposition::ReachedOther
            | Disposition::ExecCallRequested
            | Disposition::RefusedToTalk
            | Disposition::AlreadyInformedElsewhere
            | Disposition::NotAffectedSaysCustomer => Counts::Spoken,
            Disposition::LeftLiveMessage
            | Disposition::VoicemailLeft
            | Disposition::VoicemailFull
            | Disposition::NoAnswer
            | Disposition::Busy
            | Disposition::CallbackRequested
            | Disposition::LanguageHelp
            | Disposition::NotThisContact
            | Disposition::Wrote => Counts::Attempted,
            Disposition::WrongNumber
            | Disposition::Disconnected
            | Disposition::LeftCompany
            | Disposition::BouncedEmail => Counts::DataFault,
            Disposition::DoNotContact => Counts::Closed,
        }
    }

    /// Whether it can be as true of the other accounts that one call spoke for: whether we spoke with them, or tried to.
    /// What they wish for themselves, and what is wrong with a number or an address, is said of one account alone.
    pub fn speaks_for_others(self) -> bool {
        let own_wish = matches!(
            self,
            Disposition::RefusedToTalk | Disposition::NotAffectedSaysCustomer
        );
        match self.counts() {
            Counts::Spoken | Counts::Attempted => !own_wish,
            Counts::DataFault | Counts::Closed => false,
        }
    }

    /// What to say where it was meant to count for others and cannot.
    pub fn of_one_alone(self, others: &str) -> Option<String> {
        let alone = !self.speaks_for_others() && !others.is_empty();
        alone.then(|| {
            say!(
                "Does not count for {others}: \"{words}\" is of one alone",
                others,
                words = self.words()
            )
        })
    }

    /// When to try again if nothing else was agreed; `None` when it need not be tried again by this.
    pub fn retry(self) -> Option<Span> {
        match self {
            Disposition::LeftLiveMessage
            | Disposition::VoicemailLeft
            | Disposition::VoicemailFull
            | Disposition::Wrote => Some(Span::minutes(30)),
            Disposition::NoAnswer | Disposition::Busy | Disposition::LanguageHelp => Some(Span::minutes(10)),
            // With a customer waiting and a number that is wrong, the next contact is tried at once.
            Disposition::WrongNumber
            | Disposition::Disconnected
            | Disposition::LeftCompany
            | Disposition::BouncedEmail
            | Disposition::NotThisContact => Some(Span::minutes(0)),
            // A time was asked for; if nobody wrote it down, half an hour is what people mean by "later".
            Disposition::CallbackRequested => Some(Span::minutes(30)),
            Disposition::ReachedDecisionMaker
            | Disposition::ReachedOther
            | Disposition::ExecCallRequested
            | Disposition::RefusedToTalk
            | Disposition::DoNotContact
            | Disposition::AlreadyInformedElsewhere
            | Disposition::NotAffectedSaysCustomer => None,
        }
    }

    /// As somebody types it: the words of the screen, the name the API has for it, or how either begins. Of several
    /// that begin so it is the likelier, which stands first.
    pub fn typed(text: &str) -> Option<Disposition> {
        let said = text.trim().replace(['_', '-'], " ").to_lowercase();
        let name = said.replace(' ', "_");
        let named: Result<Disposition, NoSuchName> =
            Disposition::deserialize(name.as_str().into_deserializer());
        if let Ok(named) = named {
            return Some(named);
        }
        let begins = |one: &Disposition| one.words().starts_with(&said);
        let whole = Disposition::ALL.into_iter().find(|one| one.words() == said);
        // Less than a word of them is anybody's slip.
        let begun = || {
            Disposition::ALL
                .into_iter()
                .find(begins)
                .filter(|_| said.len() > 3)
        };
        let short = || (said == "callback").then_some(Disposition::CallbackRequested);
        whole.or_else(short).or_else(begun)
    }

    /// As the screen and the timeline say it.
    pub fn words(self) -> &'static str {
        match self {
            Disposition::ReachedDecisionMaker => "reached",
            Disposition::ReachedOther => word!("reached someone else there"),
            Disposition::LeftLiveMessage => word!("left a message with a person"),
            Disposition::VoicemailLeft => word!("voicemail left"),
            Disposition::VoicemailFull => word!("voicemail full"),
            Disposition::NoAnswer => word!("no answer"),
            Disposition::Busy => "busy",
            Disposition::CallbackRequested => word!("asked to be called back"),
            Disposition::ExecCallRequested => word!("wants to speak with an executive"),
            Disposition::WrongNumber => word!("wrong number"),
            Disposition::Disconnected => word!("number disconnected"),
            Disposition::LeftCompany => word!("contact has left the company"),
            Disposition::BouncedEmail => word!("e-mail bounced"),
            Disposition::LanguageHelp => word!("needs an interpreter"),
            Disposition::RefusedToTalk => word!("did not want to talk"),
            Disposition::DoNotContact => word!("asked not to be contacted"),
            Disposition::NotThisContact => word!("asked us to call somebody else there"),
            Disposition::AlreadyInformedElsewhere => word!("knew already, from elsewhere"),
            Disposition::NotAffectedSaysCustomer => word!("says they are not affected"),
            Disposition::Wrote => word!("written to"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_ending_is_known_by_its_words_its_name_and_how_either_begins() {
        for (typed, meant) in [
            ("reached", Disposition::ReachedDecisionMaker),
            ("Voicemail", Disposition::VoicemailLeft),
            ("voicemail full", Disposition::VoicemailFull),
            ("voicemail_full", Disposition::VoicemailFull),
            ("no answer", Disposition::NoAnswer),
            ("no_answer", Disposition::NoAnswer),
            ("callback", Disposition::CallbackRequested),
            ("callback-requested", Disposition::CallbackRequested),
            ("wrong", Disposition::WrongNumber),
        ] {
            assert_eq!(Disposition::typed(typed), Some(meant), "{typed}");
        }
        for none in ["", "no", "yes", "gone fishing"] {
            assert_eq!(Disposition::typed(none), None, "{none:?}");
        }
    }
}
