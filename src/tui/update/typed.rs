//! What becomes of typed words after every message: kept as they are typed, and moved to where they belong.

use crate::tui::effect::Effect;
use crate::tui::model::Model;

/// Keeps what was typed now, and tells the disk when anything that is kept has changed.
pub(super) fn kept(model: &mut Model, typed: bool) -> Option<Effect> {
    let (dialogs, stage) = (&model.dialogs, &mut model.stage);
    let front = dialogs.last().filter(|_| typed);
    if let Some((draft, texts)) = front.and_then(|dialog| dialog.typed()) {
        stage.keep(draft, texts);
    }
    stage.settle_drafts(|draft| dialogs.iter().any(|dialog| dialog.edits(draft)));
    stage.news_of_drafts().map(Effect::KeepDrafts)
}
