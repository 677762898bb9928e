//! Whether one person may call an account now, and if not, why not and from when.

use super::assignments::Right;
use super::channel::Channel;
use super::ids::Name;
use super::listed::{Listed, RowState};
use super::retries::KEPT_FOR;
use super::span::Span;
use super::text::Clean;
use jiff::Timestamp;

/// So long an account that was offered waits for its yes; from then on it is anybody's again.
pub const OFFERED_FOR: Span = Span::minutes(3);
/// More than the places within one turn.
const PLACES: u8 = 12;

/// The answer to "may I?".
#[derive(Clone, Debug, PartialEq)]
pub enum May<'a> {
    /// They are on the phone with them.
    Speaking,
    /// Theirs until then.
    Yours { until: Timestamp },
    /// Nobody has it: call.
    Call,
    /// Enough calls: these are to be written, by anybody.
    Write { left: &'a [Channel] },
    /// Nobody has it, and these speak their language.
    Speaks { language: &'a Clean, by: &'a [Name] },
    /// Nobody has it, and it stays with whoever tried last until then.
    Kept { by: &'a Name, until: Timestamp },
    /// It was offered to somebody else, who has until then to say yes.
    Offered { to: &'a Name, until: Timestamp },
    /// Not before this time: it was agreed, or is when to try again.
    Later { by: &'a Name, at: Timestamp },
    /// It is night there, until then if that is known.
    Asleep { until: Option<Timestamp> },
    /// Somebody else has it.
    Held { by: &'a Name },
    /// Nobody answers: whoever leads the calls decides.
    Decided,
    /// There is no call to make.
    Done,
    /// They are not to be called.
    Never { reason: &'a Clean },
}

impl May<'_> {
    /// The place of a row in the list of one person: what is theirs, what they may do, what comes later, what is not
    /// for them now, what is done.
    pub fn turn(&self) -> u8 {
        match self {
            May::Speaking => 0,
            May::Yours { .. } => 1,
            May::Call | May::Write { .. } => 2,
            May::Speaks { .. } => 3,
            May::Kept { .. }
            | May::Offered { .. }
            | May::Later { .. }
            | May::Asleep { .. }
            | May::Held { .. }
            | May::Decided => 4,
            May::Done | May::Never { .. } => 5,
        }
    }
}

/// Whether `who` may call now.
pub fn may<'a>(listed: &'a Listed, who: &Name, now: Timestamp) -> May<'a> {
    match &listed.state {
        RowState::OnPhone { by, .. } if by == who => May::Speaking,
        RowState::Claimed { by, until } if by == who => May::Yours { until: *until },
        RowState::OnPhone { by, .. } | RowState::Claimed { by, .. } => May::Held { by },
        RowState::Write { by, since, left } => match kept(by, *since, who, now) {
            Some(kept) => kept,
            None => May::Write { left },
        },
        RowState::Unreachable { .. } => May::Decided,
        RowState::CallAgain { by, at } if *at > now => May::Later { by, at: *at },
        RowState::ToCall { .. }
        | RowState::Asleep
        | RowState::CallAgain { .. }
        | RowState::TellAgain { .. }
            if listed.asleep =>
        {
            May::Asleep { until: listed.wakes }
        }
        RowState::CallAgain { by, at } => {
            let kept = kept(by, *at, who, now).filter(|_| able(listed, by) && !listed.called_us);
            kept.unwrap_or_else(|| spoken(listed, who, now))
        }
        RowState::ToCall { .. } | RowState::Asleep | RowState::TellAgain { .. } => spoken(listed, who, now),
        RowState::Reached { .. }
        | RowState::ByMail { .. }
        | RowState::LeftAlone { .. }
        | RowState::Settled
        | RowState::NotAffected => May::Done,
        RowState::DoNotContact { reason } => May::Never { reason },
    }
}

/// What comes back to whoever tried last stays theirs for a while.
fn kept<'a>(by: &'a Name, at: Timestamp, who: &Name, now: Timestamp) -> Option<May<'a>> {
    let until = KEPT_FOR.after(at);
    (by != who && now < until).then_some(May::Kept { by, until })
}

/// The place of a row in the list of one person, in more detail: of what they may do, customers who cannot wait and
/// what is their own come first, then whose time it is; then, tier by tier, who has not heard from us and who was told
/// words that no longer hold. So the words of the rows follow their order, and what stands first is also what looks the
/// most urgent: a new text on the page does not push those out of sight who have heard nothing at all.
pub fn place(listed: &Listed, who: &Name, now: Timestamp) -> u8 {
    let (first, own) = (listed.pinned || listed.called_us, own(listed, who));
    let tier = listed.tier as u8 * 3;
    let within = match &listed.state {
        _ if first => 0,
        RowState::TellAgain { .. } => tier + if own { 3 } else { 4 },
        _ if own => 0,
        RowState::ToCall { now: false } => tier + 2,
        _ => 1,
    };
    may(listed, who, now).turn() * PLACES + within
}

/// It was given to them, or it is theirs by the list of accounts and its time has come.
fn own(listed: &Listed, who: &Name) -> bool {
    let mine = listed.whose.as_ref().filter(|whose| whose.who == *who);
    mine.is_some_and(|whose| whose.by != Right::Owner || listed.state != RowState::ToCall { now: false })
}

/// What somebody else took to call stays theirs until it is late.
fn taken<'a>(listed: &'a Listed, who: &Name, now: Timestamp) -> Option<May<'a>> {
    let taken = listed.whose.as_ref().filter(|whose| whose.by == Right::Taken)?;
    let waits = listed.pinned || listed.called_us;
    kept(&taken.who, listed.due?, who, now).filter(|_| !waits)
}

/// What was offered to somebody else is theirs to say yes to for a while.
fn offered<'a>(listed: &'a Listed, who: &Name, now: Timestamp) -> Option<May<'a>> {
    let whose = listed.whose.as_ref().filter(|whose| whose.who != *who)?;
    let Right::Offered { since, .. } = whose.by else {
        return None;
    };
    let (to, until) = (&whose.who, OFFERED_FOR.after(since));
    let waits = listed.pinned || listed.called_us;
    (now < until && !waits).then_some(May::Offered { to, until })
}

/// Whoever took it, and then whoever is known to speak their language, goes first.
fn spoken<'a>(listed: &'a Listed, who: &Name, now: Timestamp) -> May<'a> {
    if let Some(theirs) = taken(listed, who, now).or_else(|| offered(listed, who, now)) {
        return theirs;
    }
    match &listed.language {
        Some((language, by)) if !able(listed, who) => May::Speaks { language, by },
        Some(_) | None => May::Call,
    }
}

/// Whether somebody can hold the call, or nobody here is known to be any better at it.
fn able(listed: &Listed, who: &Name) -> bool {
    let speakers = listed.language.as_ref().map(|(_, by)| by);
    speakers.is_none_or(|by| by.is_empty() || by.contains(who))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::call_list::{Order, call_list, call_list_of, next_call};
    use crate::domain::testkit::*;
    use serde_json::json;

    fn next<'a>(list: &'a [Listed], room: &Room, who: &str) -> Option<&'a str> {
        next_call(list, &who.into(), room.now).map(|listed| listed.name.as_str())
    }

    fn list(room: &Room) -> Vec<Listed> {
        call_list(&room.picture, room.here(), room.now, Order::Rank)
    }

    #[test]
    fn what_one_has_taken_comes_first_and_is_left_to_them_until_it_is_late() {
        let mut room = Room::declared();
        room.does(
            "lena",
            command("assign_account", json!({ "account": "tailspin", "to": "lena" })),
        );
        room.does(
            "lena",
            command("assign_account", json!({ "account": "northwind", "to": "lena" })),
        );
        let now = list(&room);
        assert_eq!(
            next(&now, &room, "lena"),
            Some("Northwind"),
            "in the order of the list"
        );
        assert_eq!(next(&now, &room, "omar"), Some("Fabrikam"));
        room.at(34);
        assert_eq!(next(&list(&room), &room, "omar"), Some("Fabrikam"));
        room.does("omar", told("fabrikam", 0));
        assert_eq!(next(&list(&room), &room, "omar"), Some("Contoso"));
        for account in ["contoso", "contoso-jp"] {
            room.does("omar", told(account, 0));
        }
        assert_eq!(next(&list(&room), &room, "omar"), None, "the rest is lena's");
        room.at(35);
        assert_eq!(
            next(&list(&room), &room, "omar"),
            Some("Northwind"),
            "five minutes late"
        );
    }

    #[test]
    fn what_was_offered_is_left_to_whom_it_was_offered_until_they_said_no_or_nothing_for_a_while() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        let offer = json!({ "account": "northwind", "to": "lena" });
        room.does("dana", command("assign_account", offer.clone()));
        assert_eq!(next(&list(&room), &room, "omar"), Some("Fabrikam"));
        assert_eq!(next(&list(&room), &room, "lena"), Some("Northwind"));
        room.at(3);
        assert_eq!(next(&list(&room), &room, "omar"), Some("Northwind"));
        room.does("lena", command("decline_accounts", json!({})));
        room.does("dana", command("assign_account", offer));
        assert_eq!(next(&list(&room), &room, "omar"), Some("Fabrikam"));
        room.does("lena", command("decline_accounts", json!({})));
        assert_eq!(next(&list(&room), &room, "omar"), Some("Northwind"));
    }

    #[test]
    fn who_has_heard_nothing_stands_before_who_heard_old_words_tier_by_tier() {
        let mut room = Room::declared();
        room.does("dana", role("commander"));
        room.does("omar", told("northwind", 0));
        room.does("omar", told("contoso", 0));
        room.at(5).does("dana", post("investigating", "We look into it."));
        room.at(6).does("dana", post("identified", "It is the router."));
        let list = call_list_of(&"pat".into(), &room.picture, room.here(), room.now, Order::Rank);
        let stands: Vec<_> = list
            .iter()
            .map(|row| (row.name.as_str(), row.state.as_str()))
            .collect();
        let expected = [
            ("Fabrikam", "to_call"),
            ("Northwind", "tell_again"),
            ("Tailspin", "to_call"),
            ("Contoso", "tell_again"),
        ];
        assert_eq!(stands[..4], expected, "{stands:?}");
    }

    #[test]
    fn a_customer_who_was_put_first_waits_for_nobodys_share() {
        let mut room = Room::declared();
        room.does(
            "lena",
            command("assign_account", json!({ "account": "fabrikam", "to": "lena" })),
        );
        room.does(
            "dana",
            command("pin_account", json!({ "account": "tailspin", "pinned": true })),
        );
        assert_eq!(next(&list(&room), &room, "lena"), Some("Tailspin"));
    }
}
