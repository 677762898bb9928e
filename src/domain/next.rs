//! Next for you: one sentence made from the picture and who is looking; Enter does it or opens it.

mod care;

pub use care::cared;

use super::call_list::{Listed, RowState, next_call};
use super::care::Strain;
use super::channel::Channel;
use super::due::{Due, DueState, Kind};
use super::ids::{AccountId, Name, Seq};
use super::incident::Incident;
use super::messages::Audience;
use super::people::Duty;
use super::silence::silence;
use super::state::Internal;
use super::text::Clean;
use super::waits::{WaitKind, waiting_for};
use jiff::{SignedDuration, Timestamp};

/// Nobody is on the line for longer: whoever answered forgot to say what came of it.
const LINE: SignedDuration = SignedDuration::from_mins(30);

/// What one person should do now.
#[derive(Clone, Debug, PartialEq)]
pub enum Next {
    /// They are on the phone: record how it ends.
    Record {
        account: AccountId,
        name: Clean,
        since: Timestamp,
    },
    /// A customer they have is on the line with somebody else.
    OnTheLine {
        account: AccountId,
        name: Clean,
        with: Name,
        since: Timestamp,
    },
    /// They hold the claim: call.
    Call {
        account: AccountId,
        name: Clean,
        until: Timestamp,
    },
    TakeCommand,
    /// Somebody waits for an answer of theirs.
    Answer {
        ask: Seq,
        question: Clean,
        due: Timestamp,
    },
    /// Somebody offers them a duty.
    AcceptDuty {
        duty: Duty,
        from: Name,
    },
    /// The commander has been silent for too long, and they are the deputy.
    TakeOver {
        from: Name,
        since: Timestamp,
    },
    /// A level of the policy must be informed.
    Inform {
        role: Clean,
        title: Clean,
        due: Timestamp,
    },
    /// A text waits for their word.
    Approve {
        draft: Seq,
        what: Clean,
        due: Timestamp,
    },
    /// An approved page text is to be published.
    Publish {
        draft: Seq,
        due: Timestamp,
    },
    /// The public page must speak.
    Page {
        due: Timestamp,
        first: bool,
    },
    /// A report is owed to customers.
    Report {
        what: Clean,
        due: Timestamp,
    },
    /// A free account to claim and call. `due`: when it was or is to be called.
    Claim {
        account: AccountId,
        name: Clean,
        due: Option<Timestamp>,
    },
    /// Enough calls: an account to write to.
    Write {
        account: AccountId,
        name: Clean,
        left: Vec<Channel>,
    },
    /// Nobody answers at an account: they decide.
    Decide {
        account: AccountId,
        name: Clean,
        due: Timestamp,
    },
    /// A call they put off is due.
    CallAgain {
        account: AccountId,
        name: Clean,
        due: Timestamp,
    },
    /// Their last calls were hard, or many: a break.
    Rest(Strain),
    /// They are on a break; being back earlier is theirs to say.
    Away {
        until: Timestamp,
    },
    /// It is over: three questions about how it was.
    Debrief,
    Nothing,
}

/// The next thing for `who`, from the incident, its dues and its call list at `now`.
pub fn next(incident: &Incident, dues: &[Due], list: &[Listed], who: &Name, now: Timestamp) -> Next {
    if let Some(own) = own_call(incident, list, who, now) {
        return own;
    }
    // A closed incident urges nobody; what it owes stands in the list of what is owed.
    if incident.internal == Internal::Closed {
        return own_callback(list, who, now).unwrap_or(Next::Nothing);
    }
    if let Some(offer) = incident.offers.to(who).next() {
        return Next::AcceptDuty {
            duty: offer.duty,
            from: offer.from.clone(),
        };
    }
    if let Some(silent) = silent_commander(incident, who, now) {
        return silent;
    }
    // Whoever came to call goes on calling.
    let calls = incident.advocates().any(|advocate| advocate == who);
    if incident.is_open() && incident.holder(Duty::Commander).is_none() && !calls {
        return Next::TakeCommand;
    }
    if let Some(wait) = waited_for(incident, who) {
        return wait;
    }
    if let Some(due) = directed(incident, dues, who, |due| due.state(now) != DueState::Waiting) {
        return due;
    }
    // The commander and the deputy direct; the calls are other people's while anything is left to direct.
    let directs = [Duty::Commander, Duty::Deputy]
        .iter()
        .any(|duty| incident.holder(*duty) == Some(who));
    if directs {
        let own = || directed(incident, dues, who, |_| true);
        if let Some(due) = own_callback(list, who, now).or_else(own) {
            return due;
        }
    }
    next_call(list, who, now).map_or(Next::Nothing, call)
}

/// For the deputy: command is theirs to take.
fn silent_commander(incident: &Incident, who: &Name, now: Timestamp) -> Option<Next> {
    let deputy = incident.holder(Duty::Deputy)? == who;
    let silent = silence(incident, Duty::Commander)?;
    let offered = deputy && silent.who != *who && silent.too_long(now);
    offered.then_some(Next::TakeOver {
        from: silent.who,
        since: silent.since,
    })
}

/// Whom they are speaking with; then a customer of theirs who called; then whom they are about to call.
fn own_call(incident: &Incident, list: &[Listed], who: &Name, now: Timestamp) -> Option<Next> {
    let claimed = own_claim(list, who);
    if matches!(claimed, Some(Next::Record { .. })) {
        return claimed;
    }
    let called = incident
        .rows
        .values()
        .filter_map(|row| Some((row, row.on_the_line()?)));
    let mut called = called.filter(|(_, call)| now.duration_since(call.at) <= LINE);
    let inbound = called.find_map(|(row, call)| {
        let (account, name, since) = (row.id().clone(), row.name().clone(), call.at);
        match &call.holder {
            _ if call.by == *who => Some(Next::Record { account, name, since }),
            Some(holder) if holder == who => Some(Next::OnTheLine {
                account,
                name,
                with: call.by.clone(),
                since,
            }),
            Some(_) | None => None,
        }
    });
    inbound.or(claimed)
}

fn own_claim(list: &[Listed], who: &Name) -> Option<Next> {
    list.iter().find_map(|listed| {
        let (account, name) = (listed.account.clone(), listed.name.clone());
        match &listed.state {
            RowState::OnPhone { by, since } if by == who => Some(Next::Record {
                account,
                name,
                since: *since,
            }),
            RowState::Claimed { by, until } if by == who => Some(Next::Call {
                account,
                name,
                until: *until,
            }),
            _ => None,
        }
    })
}

/// What others wait for, of those whose own word it waits for by name. An offer comes before all of it.
fn waited_for(incident: &Incident, who: &Name) -> Option<Next> {
    let mut waiting = waiting_for(incident, who)
        .into_iter()
        .filter(|wait| wait.owner.is_some());
    waiting.find_map(|wait| match wait.kind {
        WaitKind::Draft(draft) | WaitKind::LiveText(draft) => Some(Next::Approve {
            draft,
            what: wait.what,
            due: wait.due?,
        }),
        WaitKind::Ask(ask) => Some(Next::Answer {
            ask,
            question: wait.what,
            due: wait.due?,
        }),
        WaitKind::Report(_) => Some(Next::Report {
            what: wait.what,
            due: wait.due?,
        }),
        WaitKind::Unreachable(account) => Some(Next::Decide {
            name: incident.rows.get(&account)?.name().clone(),
            account,
            due: wait.due?,
        }),
        WaitKind::Offer(_) => None,
    })
}

/// For those who direct: the first level or page text whose time has come, as `its_time` says.
fn directed(incident: &Incident, dues: &[Due], who: &Name, its_time: impl Fn(&Due) -> bool) -> Option<Next> {
    let holds = |duties: &[Duty]| duties.iter().any(|duty| incident.holder(*duty) == Some(who));
    let informs = holds(&[Duty::Commander, Duty::Deputy, Duty::Liaison]);
    let reports = holds(&[Duty::CsLead]);
    let publishes = holds(&[Duty::SupportLead, Duty::Liaison]);
    dues.iter()
        .filter(|due| its_time(due))
        .find_map(|due| match &due.kind {
            Kind::Level(role) if informs || due.owner.as_ref() == Some(who) => Some(Next::Inform {
                role: role.clone(),
                title: due.what.clone(),
                due: due.at,
            }),
            Kind::Page if publishes || informs => page(incident, due),
            Kind::Report(_) if reports || informs => Some(Next::Report {
                what: due.what.clone(),
                due: due.at,
            }),
            _ => None,
        })
}

/// The next step of the page text: draft it, or publish it. While it waits for a word there is nothing to do.
fn page(incident: &Incident, due: &Due) -> Option<Next> {
    if let Some(draft) = incident.unpublished().last() {
        return Some(Next::Publish {
            draft: draft.seq,
            due: due.at,
        });
    }
    let waits = incident.undecided().any(|draft| draft.audience == Audience::Page);
    (!waits).then_some(Next::Page {
        due: due.at,
        first: incident.posts.is_empty(),
    })
}

/// The first row of the list they may act on, as what to do about it.
fn call(listed: &Listed) -> Next {
    let (account, name) = (listed.account.clone(), listed.name.clone());
    match &listed.state {
        RowState::Write { left, .. } => Next::Write {
            account,
            name,
            left: left.clone(),
        },
        RowState::CallAgain { at, .. } => Next::CallAgain {
            account,
            name,
            due: *at,
        },
        _ => Next::Claim {
            account,
            name,
            due: listed.due,
        },
    }
}

fn own_callback(list: &[Listed], who: &Name, now: Timestamp) -> Option<Next> {
    list.iter().find_map(|listed| match &listed.state {
        RowState::CallAgain { by, at } if by == who && *at <= now => Some(Next::CallAgain {
            account: listed.account.clone(),
            name: listed.name.clone(),
            due: *at,
        }),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::call_list::{Order, call_list_of};
    use crate::domain::due::dues;
    use crate::domain::outreach::Disposition;
    use crate::domain::testkit::*;
    use serde_json::json;

    fn next_for(room: &Room, who: &str) -> Next {
        let who = who.into();
        let list = call_list_of(&who, &room.picture, room.here(), room.now, Order::Rank);
        next(room.here(), &dues(room.here()), &list, &who, room.now)
    }

    #[test]
    fn first_of_all_somebody_takes_command() {
        let mut room = Room::declared();
        assert_eq!(next_for(&room, "dana"), Next::TakeCommand);
        room.does("omar", role("advocate"));
        assert!(matches!(next_for(&room, "omar"), Next::Claim { .. }));
        room.does("dana", role("commander"));
        assert!(
            matches!(next_for(&room, "dana"), Next::Inform { title, .. } if title == "Support"),
            "whoever commands directs, and leaves the calls to others"
        );
    }

    #[test]
    fn who_directs_is_told_what_is_due_and_who_calls_whom_to_call() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("sam", role("support_lead"));
        room.at(4);
        assert!(matches!(next_for(&room, "dana"), Next::Inform { title, .. } if title == "Support"));
        assert!(matches!(next_for(&room, "omar"), Next::Claim { name, .. } if name == "Northwind"));
        room.at(8);
        assert!(matches!(next_for(&room, "sam"), Next::Page { first: true, .. }));
        assert!(
            matches!(next_for(&room, "omar"), Next::Inform { title, .. } if title == "Head of CS"),
            "it is him"
        );
    }

    #[test]
    fn what_others_wait_for_comes_before_ones_own_next_step() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("tess", role("tech_lead"));
        let ask = json!({ "to": "tech_lead", "question": "Is data safe?" });
        room.does("omar", command("ask_question", ask));
        let question = "answer: Is data safe?".into();
        let (ask, due) = (room.last(), at(10));
        assert_eq!(next_for(&room, "tess"), Next::Answer { ask, question, due });
        assert!(!matches!(next_for(&room, "omar"), Next::Answer { .. }));
        room.does("tess", claim("northwind"));
        assert!(
            matches!(next_for(&room, "tess"), Next::Call { .. }),
            "a customer first"
        );
    }

    #[test]
    fn what_is_offered_waits_for_a_yes_after_ones_own_call() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        let offer = json!({ "duty": "commander", "to": "lena" });
        room.does("dana", command("offer_duty", offer));
        let from = "dana".into();
        let duty = Duty::Commander;
        assert_eq!(next_for(&room, "lena"), Next::AcceptDuty { duty, from });
        room.does("lena", claim("fabrikam"));
        assert!(matches!(next_for(&room, "lena"), Next::Call { .. }));
    }

    #[test]
    fn the_deputy_of_a_silent_commander_takes_over() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("lena", role("deputy"));
        room.at(9);
        assert!(!matches!(next_for(&room, "lena"), Next::TakeOver { .. }));
        room.at(10);
        let (from, since) = ("dana".into(), at(0));
        assert_eq!(next_for(&room, "lena"), Next::TakeOver { from, since });
        assert!(!matches!(next_for(&room, "omar"), Next::TakeOver { .. }));
        room.does("lena", role("commander"));
        room.at(30);
        assert!(
            !matches!(next_for(&room, "lena"), Next::TakeOver { .. }),
            "from nobody but oneself"
        );
    }

    #[test]
    fn ones_own_call_comes_before_everything() {
        let mut room = Room::declared();
        room.does("omar", claim("fabrikam"));
        assert!(matches!(next_for(&room, "omar"), Next::Call { name, .. } if name == "Fabrikam"));
        room.does("omar", command("start_call", json!({ "account": "fabrikam" })));
        assert!(matches!(next_for(&room, "omar"), Next::Record { name, .. } if name == "Fabrikam"));
    }

    #[test]
    fn a_customer_of_ones_own_on_the_line_with_somebody_else_comes_first() {
        let mut room = Room::declared();
        let answer = |account: &str| command("answer_inbound", json!({ "account": account }));
        room.does("omar", claim("northwind"));
        room.does("lena", answer("northwind"));
        let omar = next_for(&room, "omar");
        assert!(
            matches!(&omar, Next::OnTheLine { name, with, .. } if name == "Northwind" && with.as_str() == "lena"),
            "{omar:?}"
        );
        let lena = next_for(&room, "lena");
        assert!(
            matches!(&lena, Next::Record { name, .. } if name == "Northwind"),
            "{lena:?}"
        );
        room.does("omar", command("start_call", json!({ "account": "northwind" })));
        assert!(
            matches!(next_for(&room, "omar"), Next::Record { .. }),
            "he took it over himself"
        );
        room.at(31);
        assert!(!matches!(next_for(&room, "lena"), Next::Record { .. }));
    }

    #[test]
    fn a_call_put_off_comes_back_to_who_put_it_off() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("lena", attempt("contoso", Disposition::NoAnswer));
        room.at(10);
        assert!(matches!(next_for(&room, "lena"), Next::CallAgain { name, .. } if name == "Contoso"));
    }

    #[test]
    fn when_everyone_has_heard_there_is_nothing_to_do() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        for account in ["northwind", "fabrikam", "contoso", "tailspin"] {
            room.does("lena", told(account, 0));
        }
        assert_eq!(next_for(&room, "lena"), Next::Nothing);
    }
}
