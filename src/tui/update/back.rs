//! The hub answers again: what could not be asked of it meanwhile is asked now, and what was said of that goes.

use crate::domain::ids::AccountId;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::msg::Liveness;

pub(super) fn heard_of(model: &mut Model, liveness: Liveness) -> Vec<Effect> {
    let live = |liveness: &Liveness| matches!(liveness, Liveness::Live);
    let back = live(&liveness) && !live(&model.stage.liveness);
    model.stage.heard_of(liveness);
    match back {
        true => ask_again(model),
        false => Vec::new(),
    }
}

fn ask_again(model: &mut Model) -> Vec<Effect> {
    let stage = &mut model.stage;
    let unknown: Vec<AccountId> = stage
        .cards
        .extract_if(.., |_, card| card.is_err())
        .map(|(id, _)| id)
        .collect();
    let shown = model.dialogs.iter().filter_map(|dialog| dialog.account());
    let cards = shown.filter(|account| unknown.contains(account)).cloned();
    let cards: Vec<Effect> = cards.map(Effect::FetchCard).collect();
    let found = stage.finder.again().map(Effect::Find);
    cards.into_iter().chain(found).collect()
}
