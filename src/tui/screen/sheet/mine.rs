//! Where whoever looks stands with an account: whether they may call it, and what Enter does about that.

use crate::domain::call_list::RowState;
use crate::domain::ids::AccountId;
use crate::tui::screen::may;
use crate::tui::stage::{Asking, Stage};
use crate::tui::theme::Role;
use crate::tui::words::when;

pub enum Mine {
    /// Free: claim it and say "on the phone".
    Free,
    /// Free, and better left for now: why.
    NotNow(String),
    /// Claimed by us.
    Claimed,
    OnPhone,
    /// Somebody else has it.
    Taken(String),
    /// Waiting for the hub's word.
    Asking(Asking),
    /// Not to be called.
    No(String),
}

pub fn mine(stage: &Stage, account: &AccountId) -> Mine {
    let mut list = stage.board.list.iter();
    let listed = list.find(|listed| listed.account == *account);
    let me = &stage.me().name;
    if let Some(asking) = stage.asking(account) {
        return Mine::Asking(asking);
    }
    match listed.map(|listed| &listed.state) {
        Some(RowState::OnPhone { by, .. }) if by == me => Mine::OnPhone,
        Some(RowState::Claimed { by, .. }) if by == me => Mine::Claimed,
        Some(RowState::OnPhone { by, since }) => Mine::Taken(format!(
            "{by} is on the phone with them, {}",
            when::lasted(*since, stage.now)
        )),
        Some(RowState::Claimed { by, .. }) => Mine::Taken(format!("{by} has claimed them; ask {by}")),
        Some(RowState::DoNotContact { reason }) => Mine::No(reason.to_string()),
        Some(_) | None => {
            let not_now = listed.and_then(|listed| may::not_now(listed, stage));
            not_now.map_or(Mine::Free, Mine::NotNow)
        }
    }
}

impl Mine {
    pub fn words(&self) -> (String, Role) {
        let (text, role) = match self {
            Mine::Free => ("You may call: nobody has them.", Role::Strong),
            Mine::NotNow(why) => return (format!("Better not now: {why}."), Role::Soon),
            Mine::Claimed => ("Yours: call them.", Role::Mine),
            Mine::OnPhone => ("You are on the phone with them.", Role::Mine),
            Mine::Asking(Asking::Claiming) => ("Claiming ... not yours until the hub says so", Role::Soon),
            Mine::Asking(Asking::GivingBack) => ("Giving it back ...", Role::Soon),
            Mine::Asking(Asking::Checking) => ("No answer; checking whether it happened ...", Role::Soon),
            Mine::Taken(who) => return (format!("Do not call: {who}"), Role::Overdue),
            Mine::No(reason) => return (format!("DO NOT CALL: {reason}"), Role::Overdue),
        };
        (text.to_owned(), role)
    }

    /// What Enter does, where it does something.
    pub fn enter(&self) -> &'static str {
        match self {
            Mine::Free => "claim, and I am on the phone",
            Mine::NotNow(_) => "claim it all the same",
            Mine::Claimed => "I am on the phone now",
            Mine::OnPhone => "go on with the call",
            Mine::Asking(_) | Mine::Taken(_) | Mine::No(_) => "read on",
        }
    }
}
