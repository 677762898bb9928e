//! The kinds of debt, and the name of each: short, stable, the same in the log, in a verb and on the screen.

use super::accounts::Tier;
use super::ids::{AccountId, Seq};
use super::people::Duty;
use super::reports::ReportKind;
use super::text::Clean;
use jiff::Timestamp;
use std::fmt::Display;

/// What is owed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A level of the policy, by its role.
    Level(Clean),
    /// A text on the public page.
    Page,
    /// The first call to the accounts of a tier.
    FirstCalls(Tier),
    /// A call that was put off to a time.
    Callback(AccountId),
    /// The hours that matter to an account, by when they begin.
    Moment(AccountId, Timestamp),
    /// How it goes on with an account nobody answers at.
    Unreachable(AccountId),
    /// A number or an address that does not work.
    FixContact(AccountId),
    /// A promise, by its number.
    Promise(Seq),
    /// What a customer needs to get done, by the number of the call on which they said it.
    Outcome(Seq),
    /// The commander's word on a text, by the number of the draft or of the post.
    Approval(Seq),
    /// A step of the playbook's checklist.
    Step(Clean),
    /// An expert to call, by the playbook's id.
    Expert(Clean),
    /// A question without an answer, by its number.
    Ask(Seq),
    /// Something the playbook stops, by its id.
    Stop(Clean),
    /// Something that was stopped and has to go on again.
    Resume(Clean),
    /// An account that raised a topic is to hear that it is done.
    Tell(Seq, AccountId),
    /// How it goes with an account after the pain is over.
    CheckIn(AccountId),
    /// What an account still wants, or nobody knows whether it has it.
    Recovery(AccountId),
    /// Our own people who called customers and were not heard since.
    Hear,
    /// A duty the playbook requires and nobody has.
    Duty(Duty),
    /// A commander who records nothing.
    Silence,
    /// What the commander means to do next.
    Intent,
    /// The brief for executives.
    Brief,
    /// The preliminary or the final report, to everyone owed it.
    Report(ReportKind),
    /// The next news for an account.
    News(AccountId),
    /// Accounts offered to somebody, by the number of the line that offered them.
    Offered(Seq),
    /// A wish to speak with an executive, by its number: a time for it, then the call.
    Executive(Seq),
    /// A gesture to allow or to give, by its number.
    Gesture(Seq),
    /// A credit to decide, to tell or to issue, by its number.
    Credit(Seq),
}

impl Kind {
    /// `promise:12`, `callback:northwind`, `level:ceo`.
    pub fn key(&self) -> String {
        let of = |word: &str, which: &dyn Display| format!("{word}:{which}");
        match self {
            Kind::Level(role) => of("level", role),
            Kind::Page => "page".to_owned(),
            Kind::FirstCalls(tier) => of("calls", &tier.as_str()),
            Kind::Callback(account) => of("callback", account),
            Kind::Moment(account, from) => format!("moment:{account}@{from}"),
            Kind::Unreachable(account) => of("unreachable", account),
            Kind::FixContact(account) => of("fix", account),
            Kind::Promise(seq) => of("promise", seq),
            Kind::Outcome(seq) => of("outcome", seq),
            Kind::Step(id) => of("step", id),
            Kind::Expert(id) => of("expert", id),
            Kind::Ask(seq) => of("ask", seq),
            Kind::Stop(id) => of("stop", id),
            Kind::Resume(id) => of("resume", id),
            Kind::CheckIn(account) => of("checkin", account),
            Kind::Tell(topic, account) => of("tell", &format_args!("{topic}:{account}")),
            Kind::Recovery(account) => of("recovery", account),
            Kind::Hear => "hear".to_owned(),
            Kind::Duty(duty) => of("duty", &duty.as_str()),
            Kind::Report(kind) => of("report", &kind.as_str()),
            Kind::News(account) => of("news", account),
            Kind::Executive(seq) => of("executive", seq),
            Kind::Gesture(seq) => of("gesture", seq),
            Kind::Credit(seq) => of("credit", seq),
            Kind::Approval(seq) => of("approval", seq),
            Kind::Offered(seq) => of("offered", seq),
            Kind::Silence => "silence".to_owned(),
            Kind::Intent => "intent".to_owned(),
            Kind::Brief => "brief".to_owned(),
        }
    }

    /// The debt of this name, as [`Kind::key`] writes it. Whether anybody owes it is another question.
    pub fn parse(key: &str) -> Option<Kind> {
        let (word, which) = key.trim().split_once(':').unwrap_or((key.trim(), ""));
        let number = || which.parse().ok().map(Seq);
        let named = !which.is_empty();
        match word {
            "level" if named => Some(Kind::Level(which.into())),
            "page" if !named => Some(Kind::Page),
            "calls" => Tier::parse(which).map(Kind::FirstCalls),
            "callback" if named => Some(Kind::Callback(AccountId::from(which))),
            "moment" => {
                let (account, from) = which.rsplit_once('@')?;
                let from = from.parse().ok()?;
                (!account.is_empty()).then(|| Kind::Moment(AccountId::from(account), from))
            }
            "unreachable" if named => Some(Kind::Unreachable(AccountId::from(which))),
            "fix" if named => Some(Kind::FixContact(AccountId::from(which))),
            "promise" => number().map(Kind::Promise),
            "outcome" => number().map(Kind::Outcome),
            "step" if named => Some(Kind::Step(which.into())),
            "expert" if named => Some(Kind::Expert(which.into())),
            "ask" => number().map(Kind::Ask),
            "stop" if named => Some(Kind::Stop(which.into())),
            "resume" if named => Some(Kind::Resume(which.into())),
            "duty" => Duty::parse(which).map(Kind::Duty),
            "report" => ReportKind::parse(which).map(Kind::Report),
            "news" if named => Some(Kind::News(AccountId::from(which))),
            "executive" => number().map(Kind::Executive),
            "gesture" => number().map(Kind::Gesture),
            "credit" => number().map(Kind::Credit),
            "approval" => number().map(Kind::Approval),
            "offered" => number().map(Kind::Offered),
            "silence" if !named => Some(Kind::Silence),
            "intent" if !named => Some(Kind::Intent),
            "brief" if !named => Some(Kind::Brief),
            "tell" => tell(which),
            "checkin" if named => Some(Kind::CheckIn(AccountId::from(which))),
            "recovery" if named => Some(Kind::Recovery(AccountId::from(which))),
            "hear" if !named => Some(Kind::Hear),
            _ => None,
        }
    }
}

impl Kind {
    /// The account whose own debt it is, where the name says so.
    pub fn account(&self) -> Option<&AccountId> {
        match self {
            Kind::Callback(account)
            | Kind::Moment(account, _)
            | Kind::Unreachable(account)
            | Kind::FixContact(account)
            | Kind::CheckIn(account)
            | Kind::Tell(_, account)
            | Kind::Recovery(account)
            | Kind::News(account) => Some(account),
            Kind::Level(_)
            | Kind::Page
            | Kind::FirstCalls(_)
            | Kind::Promise(_)
            | Kind::Outcome(_)
            | Kind::Approval(_)
            | Kind::Step(_)
            | Kind::Expert(_)
            | Kind::Ask(_)
            | Kind::Stop(_)
            | Kind::Resume(_)
            | Kind::Hear
            | Kind::Duty(_)
            | Kind::Silence
            | Kind::Intent
            | Kind::Brief
            | Kind::Report(_)
            | Kind::Offered(_)
            | Kind::Executive(_)
            | Kind::Gesture(_)
            | Kind::Credit(_) => None,
        }
    }

    /// Whether it is still owed by the incident that another was merged into: what it is about moves there.
    pub(super) fn survives_merging(&self) -> bool {
        match self {
            Kind::Promise(_)
            | Kind::Outcome(_)
            | Kind::Ask(_)
            | Kind::Callback(_)
            | Kind::Moment(..)
            | Kind::FixContact(_)
            | Kind::Recovery(_)
            | Kind::Resume(_)
            | Kind::Executive(_)
            | Kind::Gesture(_)
            | Kind::Credit(_)
            | Kind::Tell(..) => true,
            Kind::Level(_)
            | Kind::Page
            | Kind::FirstCalls(_)
            | Kind::Unreachable(_)
            | Kind::Approval(_)
            | Kind::Step(_)
            | Kind::Expert(_)
            | Kind::Stop(_)
            | Kind::CheckIn(_)
            | Kind::Hear
            | Kind::Duty(_)
            | Kind::Silence
            | Kind::Intent
            | Kind::Brief
            | Kind::Report(_)
            | Kind::News(_)
            | Kind::Offered(_) => false,
        }
    }
}

/// `12:northwind`.
fn tell(which: &str) -> Option<Kind> {
    let (topic, account) = which.split_once(':').filter(|(_, account)| !account.is_empty())?;
    let topic = topic.parse().ok().map(Seq)?;
    Some(Kind::Tell(topic, AccountId::from(account)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_debt_is_read_by_the_name_it_is_written_with() {
        let account = AccountId::from("acme: north");
        let kinds = [
            Kind::Level("ceo".into()),
            Kind::Page,
            Kind::FirstCalls(Tier::Key),
            Kind::Callback(account),
            Kind::Moment("a@b".into(), crate::domain::testkit::at(90)),
            Kind::Unreachable("northwind".into()),
            Kind::FixContact("northwind".into()),
            Kind::Promise(Seq(12)),
            Kind::Outcome(Seq(13)),
            Kind::Step("bridge".into()),
            Kind::Approval(Seq(40)),
            Kind::Executive(Seq(42)),
            Kind::Gesture(Seq(43)),
            Kind::Credit(Seq(44)),
            Kind::Expert("vendor".into()),
            Kind::Ask(Seq(41)),
            Kind::Stop("campaigns".into()),
            Kind::Resume("campaigns".into()),
            Kind::CheckIn("northwind".into()),
            Kind::Tell(Seq(12), AccountId::from("acme: north")),
            Kind::Recovery("northwind".into()),
            Kind::Hear,
            Kind::Duty(Duty::Scribe),
            Kind::Report(ReportKind::Final),
            Kind::News("northwind".into()),
            Kind::Offered(Seq(42)),
            Kind::Approval(Seq(12)),
            Kind::Silence,
            Kind::Intent,
            Kind::Brief,
        ];
        for kind in kinds {
            assert_eq!(Kind::parse(&kind.key()), Some(kind));
        }
        for wrong in [
            "",
            "promise",
            "promise:x",
            "callback:",
            "moment:acme",
            "fix:",
            "page:2",
            "gift:acme",
            "tell:x:acme",
            "tell:3",
        ] {
            assert_eq!(Kind::parse(wrong), None, "{wrong:?}");
        }
    }
}
