//! What can be done about one account, from its row as from its card.

use super::Ask;
use super::confirm::Confirm;
use super::may;
use super::result::ResultForm;
use crate::domain::call_list::RowState;
use crate::domain::claims::{ClaimAccount, ReleaseClaim};
use crate::domain::command::Command;
use crate::domain::ids::AccountId;
use crate::domain::people::Duty;
use crate::domain::speech::say;
use crate::tui::effect::Effect;
use crate::tui::stage::{Stage, Tone};

/// Opens the form for how a call ended, with what was typed into it before.
pub fn result(stage: &Stage, account: AccountId) -> Vec<Ask> {
    let form = ResultForm::new(account.clone(), stage);
    vec![Ask::Effect(Effect::FetchCard(account)), Ask::open(form)]
}

/// Claims a free account; gives back one's own.
pub fn claim(stage: &Stage, account: AccountId) -> Vec<Ask> {
    let me = &stage.me().name;
    let listed = stage.board.list.iter().find(|listed| listed.account == account);
    let name = listed.map_or_else(|| account.to_string(), |listed| listed.name.to_string());
    let command = match listed.map(|listed| &listed.state) {
        Some(RowState::Claimed { by, .. } | RowState::OnPhone { by, .. }) if by == me => {
            Command::ReleaseClaim(ReleaseClaim { account })
        }
        Some(RowState::Claimed { by, .. } | RowState::OnPhone { by, .. }) if directs(stage) => {
            return vec![Ask::open(Confirm::take_over(stage, account, by))];
        }
        // Somebody else's: the hub says whose, and since when.
        _ => return claiming(stage, account),
    };
    let say = say!("Giving {name} back ...", name);
    vec![Ask::Submit(command, None), Ask::Say(say, Tone::Asking)]
}

/// Claims it, and says what is to be minded first: whose turn it is, that they were reached a moment ago.
fn claiming(stage: &Stage, account: AccountId) -> Vec<Ask> {
    let listed = stage.board.list.iter().find(|listed| listed.account == account);
    let row = stage.incident().and_then(|incident| incident.rows.get(&account));
    let minded = listed.zip(row).and_then(|(listed, row)| {
        let minded = || may::mind(listed, row, stage).map(|(text, _)| text);
        let text = may::not_now(listed, stage).or_else(minded)?;
        Some(Ask::Say(format!("{}: {text}.", listed.name), Tone::Plain))
    });
    let name = listed.map_or_else(|| account.to_string(), |listed| listed.name.to_string());
    let asking = || Ask::Say(say!("Asking the hub for {name} ...", name), Tone::Asking);
    let claim = Command::ClaimAccount(ClaimAccount { account });
    vec![Ask::Submit(claim, None), minded.unwrap_or_else(asking)]
}

/// The commander and the CS lead may take a claim over.
fn directs(stage: &Stage) -> bool {
    let me = Some(&stage.me().name);
    let duties = [Duty::Commander, Duty::CsLead];
    stage
        .incident()
        .is_some_and(|incident| duties.iter().any(|duty| incident.holder(*duty) == me))
}
