//! What this screen says it is about: a claim in use is kept alive by it.

use crate::domain::ids::AccountId;
use crate::tui::effect::Effect;
use crate::tui::model::Model;
use crate::tui::stage::Stage;

/// Tells the hub when that has changed: first of all the call that goes on, though its sheet is closed or another is
/// open.
pub(super) fn at(model: &mut Model) -> Option<Effect> {
    let shown = || model.dialogs.iter().rev().find_map(|dialog| dialog.account());
    let shows = on_the_phone(&model.stage).or_else(shown).cloned();
    (shows != model.stage.looking_at).then(|| {
        model.stage.looking_at.clone_from(&shows);
        Effect::LookingAt(shows)
    })
}

/// Whom the person at this screen claimed and is speaking with.
fn on_the_phone(stage: &Stage) -> Option<&AccountId> {
    let mut claims = stage.picture().claims.live();
    let calling = claims.find(|claim| claim.holder == stage.me().name && claim.calling_since.is_some());
    calling.map(|claim| &claim.account)
}
