//! The name of a debt: short, stable, the same in the log, in a verb and on the screen.

use super::Kind;
use crate::domain::accounts::Tier;
use crate::domain::ids::{AccountId, Seq};
use crate::domain::people::Duty;
use crate::domain::reports::ReportKind;
use std::fmt::Display;

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
