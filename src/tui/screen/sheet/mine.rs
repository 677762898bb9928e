//! Where whoever looks stands with an account: whether they may call it, and what Enter does about that.

use crate::domain::call_list::{Listed, RowState};
use crate::domain::ids::{AccountId, Name};
use crate::domain::may::May;
use crate::domain::speech::{say, word};
use crate::tui::screen::may;
use crate::tui::stage::{Asking, Stage};
use crate::tui::theme::Role;
use crate::tui::words::when;

#[derive(Debug)]
pub enum Mine {
    /// Free: claim it and say "on the phone".
    Free,
    /// Free, and better left for now: why.
    NotNow(String),
    /// There is no call to make: why.
    Done(String),
    /// Claimed by us.
    Claimed,
    OnPhone,
    /// Somebody else has it.
    Taken(String),
    /// Somebody else has it since, and what came of the call is still to be said.
    TakenOver(Name),
    /// Waiting for the hub's word.
    Asking(Asking),
    /// Not to be called.
    No(String),
    /// How it stands, for one who only looks.
    Looks(String),
}

pub fn mine(stage: &Stage, account: &AccountId) -> Mine {
    if let Some(asking) = stage.asking(account) {
        return Mine::Asking(asking);
    }
    let mut list = stage.board.list.iter();
    let Some(listed) = list.find(|listed| listed.account == *account) else {
        return Mine::Looks(word!("They are not on this call list.").to_owned());
    };
    match standing(listed, stage) {
        Mine::Free if !may::calls(stage) => Mine::Looks(word!("Nobody has them.").to_owned()),
        standing @ (Mine::NotNow(_) | Mine::Done(_)) if !may::calls(stage) => Mine::Looks(standing.words().0),
        standing => standing,
    }
}

fn standing(listed: &Listed, stage: &Stage) -> Mine {
    match may::mine(listed, stage) {
        May::Speaking => Mine::OnPhone,
        May::Yours { .. } => Mine::Claimed,
        May::Held { by } if calls(listed, stage) => Mine::TakenOver(by.clone()),
        May::Held { by } => {
            let RowState::OnPhone { since, .. } = &listed.state else {
                return Mine::Taken(say!("{by} has claimed them; ask {by}", by));
            };
            let minutes = when::lasted(*since, stage.now);
            Mine::Taken(say!("{by} is on the phone with them, {minutes}", by, minutes))
        }
        May::Never { reason } => Mine::No(reason.to_string()),
        May::Done => Mine::Done(done(listed, stage)),
        May::Call
        | May::Write { .. }
        | May::Speaks { .. }
        | May::Kept { .. }
        | May::Offered { .. }
        | May::Later { .. }
        | May::Asleep { .. }
        | May::Decided => may::not_now(listed, stage).map_or(Mine::Free, Mine::NotNow),
    }
}

/// Whoever looks has said that they are on the phone with them, and not what came of it.
fn calls(listed: &Listed, stage: &Stage) -> bool {
    let row = stage
        .incident()
        .and_then(|incident| incident.rows.get(&listed.account));
    let calls = row.and_then(|row| row.on_the_phone());
    calls.is_some_and(|call| call.by == stage.me().name)
}

/// Why nothing is left to call for.
fn done(listed: &Listed, stage: &Stage) -> String {
    let name = |by: &Name| match *by == stage.me().name {
        true => word!("you").to_owned(),
        false => by.to_string(),
    };
    match &listed.state {
        RowState::Reached { by, told } => {
            let told = told.map(|told| say!(", told {told}", told = crate::tui::words::text(told)));
            say!(
                "{by} reached them{told}",
                by = name(by),
                told = told.unwrap_or_default()
            )
        }
        RowState::ByMail { by } => say!("by mail only, by the word of {by}", by = name(by)),
        RowState::LeftAlone { by } => say!("left in peace, by the word of {by}", by = name(by)),
        RowState::Settled => word!("it is settled with them").to_owned(),
        RowState::NotAffected => word!("they say that they are not affected").to_owned(),
        RowState::ToCall { .. }
        | RowState::Asleep
        | RowState::Claimed { .. }
        | RowState::OnPhone { .. }
        | RowState::CallAgain { .. }
        | RowState::TellAgain { .. }
        | RowState::Write { .. }
        | RowState::Unreachable { .. }
        | RowState::DoNotContact { .. } => word!("nothing is left to do").to_owned(),
    }
}

impl Mine {
    pub fn words(&self) -> (String, Role) {
        let (text, role) = match self {
            Mine::Free => (word!("You may call: nobody has them."), Role::Strong),
            Mine::NotNow(why) => return (say!("Better not now: {why}.", why), Role::Soon),
            Mine::Done(why) => return (say!("Nothing to call for: {why}.", why), Role::Done),
            Mine::Looks(how) => return (how.clone(), Role::Plain),
            Mine::Claimed => (word!("Yours: call them."), Role::Mine),
            Mine::OnPhone => (word!("You are on the phone with them."), Role::Mine),
            Mine::Asking(Asking::Claiming) => {
                (word!("Claiming ... not yours until the hub says so"), Role::Soon)
            }
            Mine::Asking(Asking::GivingBack) => (word!("Giving it back ..."), Role::Soon),
            Mine::Asking(Asking::Checking) => {
                (word!("No answer; checking whether it happened ..."), Role::Soon)
            }
            Mine::TakenOver(by) => {
                let say = say!(
                    "{by} took them over from you. Your call counts: say how it ended.",
                    by
                );
                return (say, Role::Overdue);
            }
            Mine::Taken(who) => return (say!("Do not call: {who}", who), Role::Overdue),
            Mine::No(reason) => return (say!("DO NOT CALL: {reason}", reason), Role::Overdue),
        };
        (text.to_owned(), role)
    }

    /// What Enter does, where it does something.
    pub fn enter(&self) -> &'static str {
        match self {
            Mine::Free => word!("claim, and I am on the phone"),
            Mine::NotNow(_) => word!("claim it all the same"),
            Mine::Claimed => word!("I am on the phone now"),
            Mine::OnPhone | Mine::TakenOver(_) => word!("go on with the call"),
            Mine::Done(_) => word!("call them all the same"),
            Mine::Asking(_) | Mine::Taken(_) | Mine::No(_) | Mine::Looks(_) => word!("read on"),
        }
    }
}
